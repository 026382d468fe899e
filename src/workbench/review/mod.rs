//! The review that is open: which case is current and which are listed. `deciding.rs` decides,
//! `going.rs` goes from case to case.

mod deciding;
mod going;

use super::{Notice, Outcome, Request, Workbench, World};
use crate::command::{Command, Mode, ReviewCommand};
use crate::project::{Id, Project, Verdict};
use crate::review::settle::{Case, Choice, Course, Filter, Hand, Order, Progress, Review, Tally};
use crate::review::{Colleague, colleagues};

/// A review in progress: what is decided stands in the project, everything else is here.
#[derive(Clone, Debug)]
pub struct ReviewDesk {
    review: Review,
    /// How far the cases are in the project as it is now.
    course: Course,
    current: usize,
    filter: Filter,
    order: Order,
    listed: Vec<usize>,
    redrawing: bool,
    /// The cases that are decided with the current one.
    alike: Vec<usize>,
    id: Id,
}

impl ReviewDesk {
    /// What is compared, and every case.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// The place of the current case among all.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The current case; none if there is nothing to decide.
    pub fn case(&self) -> Option<&Case> {
        self.review.cases().get(self.current)
    }

    /// How far the case at a place is; none for a place that has no case.
    pub fn progress(&self, place: usize) -> Option<&Progress> {
        self.course.progress(place)
    }

    /// Whether the case at a place is decided, and nobody says something else since.
    pub fn is_decided(&self, place: usize) -> bool {
        matches!(self.progress(place), Some(Progress::Decided(_)))
    }

    /// The places of the cases that are listed, in their order.
    pub fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// Which cases are listed.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// In which order they are listed.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The places of the cases that will be decided as the current one.
    pub fn alike(&self) -> &[usize] {
        &self.alike
    }

    /// What tells this review from any other that was opened.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Whether the marks are being set right by hand.
    pub fn is_redrawing(&self) -> bool {
        self.redrawing
    }

    fn list_anew(&mut self) {
        self.listed = self.review.listed(&self.filter, self.order);
        if self.filter.stale {
            let course = &self.course;
            let stale = |place: &usize| matches!(course.progress(*place), Some(Progress::Stale(_)));
            self.listed.retain(stale);
        }
    }

    /// Looks again at what these decisions and disputes are about.
    pub(in crate::workbench) fn follow(&mut self, mine: &Project, changed: &[Id]) {
        self.course.follow(&self.review, mine, changed);
    }
}

impl Workbench {
    /// The review that is open.
    pub fn review(&self) -> Option<&ReviewDesk> {
        self.review.as_ref()
    }

    /// What keys are for.
    pub fn mode(&self) -> Mode {
        match &self.review {
            Some(desk) if desk.redrawing => Mode::Redraw,
            Some(_) => Mode::Review,
            None => Mode::Marking,
        }
    }

    /// How far the review is that is open.
    pub fn tally(&self) -> Tally {
        let desk = self.review.as_ref();
        desk.map(|desk| desk.course.tally()).unwrap_or_default()
    }

    /// Opens a review, or does what is asked in the one that is open.
    pub(in crate::workbench) fn reviewing(
        &mut self,
        command: Command,
        world: &mut World<'_>,
    ) -> Outcome {
        match command {
            Command::StartReview(theirs) => self.start_review(&theirs, world),
            Command::Review(command) => self.review_command(command, world),
            _ => Outcome::default(),
        }
    }

    /// Opens a review: takes over what all agree on, and goes to the first case that is open.
    fn start_review(&mut self, theirs: &[Colleague], world: &mut World<'_>) -> Outcome {
        let name = self.own_name();
        let mut review = Review::open(&name, &self.project, theirs.to_vec());
        if review.cases().is_empty() && review.sheets().is_empty() {
            let why = match review.left_out().first() {
                Some((article, why)) => format!("{article}: {why}."),
                None => "No article of theirs is in your project.".to_owned(),
            };
            let refused = review.refused().first().map(ToString::to_string);
            let why = refused.map_or(why, |sentence| format!("{sentence}."));
            return Outcome::notice(Notice::warning("There is nothing to review", why));
        }
        let agreed = {
            let mut hand = hand(&self.author, world);
            review.take_agreed(&self.project, &mut hand)
        };
        review.note(&agreed);
        let left = review.left_out().len();
        self.selection = Default::default();
        self.armed = None;
        let mut desk = ReviewDesk {
            course: Course::of(&review, &self.project),
            review,
            current: 0,
            filter: Filter::default(),
            order: Order::default(),
            listed: Vec::new(),
            redrawing: false,
            alike: Vec::new(),
            id: (world.next_id)(),
        };
        desk.list_anew();
        let taken = agreed.count;
        self.review = Some(desk);
        let mark = None;
        let name = "Take over what all agree on";
        let changed = self.commit(name, agreed.edits, mark).changed;
        let shown = self.go_to_open();
        let mut notice = Notice::good("The review is open", sentence(&self.tally(), left));
        if taken > 0 {
            notice.detail = format!(
                "{taken} places on which all agree were taken over. {}",
                notice.detail
            );
            notice = notice.with_action("Undo", Command::Undo);
        }
        Outcome {
            changed,
            notice: Some(notice),
            request: Some(Request::ShowReview),
            ..shown
        }
    }

    /// What oneself is called: the one annotator of the project, or else who works on it.
    fn own_name(&self) -> String {
        let own = colleagues(vec![(self.author.clone(), self.project.clone())]);
        match own.as_slice() {
            [only] if !only.name.is_empty() => only.name.clone(),
            _ if self.author.is_empty() => "you".to_owned(),
            _ => self.author.clone(),
        }
    }

    fn review_command(&mut self, command: ReviewCommand, world: &mut World<'_>) -> Outcome {
        use ReviewCommand as R;
        let Some(desk) = &mut self.review else {
            let how = "Open one with «Review colleagues’ files…».";
            return Outcome::notice(Notice::plain("No review is open", how));
        };
        match command {
            R::Leave => self.leave_review(),
            R::Take(place) => self.decide(Choice::Reading(place), world),
            R::Both => self.decide(Choice::Both, world),
            R::Neither => self.decide(Choice::Neither, world),
            R::Redraw => self.start_redrawing(),
            R::Redrawn => self.redrawn(world),
            R::StopRedrawing => {
                desk.redrawing = false;
                self.selection = Default::default();
                self.show_case()
            }
            R::Comment if desk.case().is_some() => Outcome::request(Request::WriteComment),
            R::Comment => Outcome::default(),
            R::SetComment(comment) => self.set_comment(&comment, world),
            R::Discuss => self.put_aside(Verdict::Discuss, world),
            R::Later => self.put_aside(Verdict::Later, world),
            R::Gap => self.toggle_gap(world),
            R::Keep => self.keep_decision(world),
            R::Step(direction) => self.step_case(direction),
            R::Go(place) => self.go_to_case(place),
            R::Filter(filter) => {
                desk.filter = filter;
                self.list_cases()
            }
            R::Order(order) => {
                desk.order = order;
                self.list_cases()
            }
            R::Rule(strategy) => self.decide_by_rule(strategy, world),
            R::WithAlike => self.with_alike(),
            R::Alike(places) => {
                desk.alike = places;
                Outcome::default()
            }
        }
    }

    fn leave_review(&mut self) -> Outcome {
        let tally = self.tally();
        self.review = None;
        let open = tally.cases - tally.decided;
        let what = match open {
            0 => "Everything is decided.".to_owned(),
            1 => "One dispute is still open; what was decided stays.".to_owned(),
            many => format!("{many} disputes are still open; what was decided stays."),
        };
        Outcome::notice(Notice::plain("The review is closed", what))
    }
}

fn hand<'w>(author: &'w str, world: &'w mut World<'_>) -> Hand<'w> {
    Hand {
        author,
        now: world.now,
        next_id: &mut *world.next_id,
    }
}

/// How much there is to do, in words.
fn sentence(tally: &Tally, left_out: usize) -> String {
    let disputes = match tally.cases {
        0 => "Nothing is in dispute".to_owned(),
        1 => "One dispute".to_owned(),
        many => format!("{many} disputes"),
    };
    let left = match left_out {
        0 => String::new(),
        1 => " One article could not be compared.".to_owned(),
        many => format!(" {many} articles could not be compared."),
    };
    format!("{disputes}, {} places agreed.{left}", tally.agreed)
}
