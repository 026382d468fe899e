//! The table: a line a figure, with what it may be at most and what it is held against.

/// One figure.
pub struct Row {
    /// What was done.
    pub work: String,
    /// What it took.
    pub figure: f64,
    /// What the figure counts: «ms», «MiB», «×».
    pub unit: &'static str,
    /// What it may be at most, and what it should be.
    pub goals: Option<(f64, f64)>,
    /// What the same run took for the least that must be done, and what that is.
    pub limit: Option<(f64, &'static str)>,
    /// What stands between the figure and what it should be.
    pub between: Option<&'static str>,
}

impl Row {
    /// A figure without goals.
    pub fn new(work: impl Into<String>, figure: f64, unit: &'static str) -> Self {
        Self {
            work: work.into(),
            figure,
            unit,
            goals: None,
            limit: None,
            between: None,
        }
    }

    /// With what it may be at most and what it should be.
    pub fn goals(self, most: f64, aim: f64) -> Self {
        Self {
            goals: Some((most, aim)),
            ..self
        }
    }

    /// With what the same run took for the least that must be done.
    pub fn limit(self, figure: f64, what: &'static str) -> Self {
        Self {
            limit: Some((figure, what)),
            ..self
        }
    }

    /// With what is said where it misses what it should be.
    pub fn between(self, what: &'static str) -> Self {
        Self {
            between: Some(what),
            ..self
        }
    }

    /// Prints it as a line, at once: a long run is worth following.
    pub fn print(&self) {
        let figure = format!("{} {}", short(self.figure), self.unit);
        let (goals, verdict) = match self.goals {
            None => (String::new(), ""),
            Some((most, aim)) => {
                let verdict = match self.figure {
                    figure if figure <= aim => "aim met",
                    figure if figure <= most => "met",
                    _ => "MISSED",
                };
                (format!("{} / {}", short(most), short(aim)), verdict)
            }
        };
        let (limit, ratio) = self.limit.map_or_else(Default::default, |(limit, what)| {
            let ratio = self.figure / limit.max(f64::MIN_POSITIVE);
            let limit = format!("{what} {} {}", short(limit), self.unit);
            (limit, format!("{} ×", short(ratio)))
        });
        let line = format!(
            "{:<64} {figure:>11}  {goals:>13}  {verdict:<8} {limit:<40} {ratio:>9}",
            self.work
        );
        println!("{}", line.trim_end());
        let misses = self.goals.is_some_and(|(_, aim)| self.figure > aim);
        if let Some(what) = self.between.filter(|_| misses) {
            println!("  what stands between: {what}");
        }
    }
}

/// The heads of the columns.
pub fn heads() {
    println!(
        "{:<64} {:>11}  {:>13}  {:<8} {:<40} {:>9}",
        "work", "figure", "at most / aim", "verdict", "the least that must be done", "ratio"
    );
}

/// Three digits that count.
fn short(figure: f64) -> String {
    match figure {
        figure if figure >= 99.95 => format!("{figure:.0}"),
        figure if figure >= 9.995 => format!("{figure:.1}"),
        figure if figure >= 0.1 => format!("{figure:.2}"),
        figure => format!("{figure:.4}"),
    }
}
