//! What becomes of disputes: decisions as edits of one's own project.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use postil::project::{Annotation, Entry, Id, Place, Project, Time, Verdict};
use postil::review::settle::{Choice, Hand, Progress, Review, Settled, Strategy as Rule};
use postil::review::{Colleague, compare};
use proptest::collection::vec;
use proptest::prelude::*;

use super::merge::{merged, versions};
use super::{gold, marked, sample};

fn colleague(name: &str, project: &Project) -> Colleague {
    Colleague {
        name: name.to_owned(),
        project: project.clone(),
        author: None,
    }
}

fn review(mine: &Project, others: &[(&str, &Project)]) -> Review {
    let others = others.iter().map(|(name, it)| colleague(name, it));
    Review::open("me", mine, others.collect())
}

/// Makes ids that nothing has, and hands them to what is asked.
fn by_hand<T>(made: &mut usize, ask: impl FnOnce(&mut Hand<'_>) -> T) -> T {
    let mut next_id = || {
        *made += 1;
        Id::new(format!("new{made}"))
    };
    ask(&mut Hand {
        author: "me",
        now: Time::new(1_000_000),
        next_id: &mut next_id,
    })
}

/// Makes what was settled, and holds that it can be taken back exactly and that the result is sound.
#[track_caller]
fn make(mine: &mut Project, review: &mut Review, settled: &Settled) {
    let before = mine.clone();
    let undo = mine.apply(&settled.edits).unwrap();
    assert_eq!(mine.check(), []);
    let mut back = mine.clone();
    back.apply(&undo).unwrap();
    assert_eq!(back, before);
    review.note(settled);
}

/// Decides every case in its turn; what cannot be decided so stays open. Says how many were decided.
#[track_caller]
fn decide_each(
    mine: &mut Project,
    review: &mut Review,
    choose: impl Fn(&Review, usize) -> Choice,
) -> usize {
    let (mut made, mut decided) = (0, 0);
    for place in 0..review.cases().len() {
        let case = review.cases()[place].clone();
        let choice = choose(review, place);
        let settled = by_hand(&mut made, |hand| review.decide(mine, &case, choice, hand));
        if let Ok(settled) = settled {
            make(mine, review, &settled);
            assert!(matches!(review.progress(mine, &case), Progress::Decided(_)));
            decided += 1;
        }
    }
    decided
}

/// The place of a colleague among those who take part in a case; of the first if they do not.
fn voice(review: &Review, place: usize, number: usize) -> Choice {
    let voices = review.voices(&review.cases()[place]);
    let found = voices.iter().position(|voice| voice.number == number);
    Choice::Reading(found.unwrap_or(0))
}

/// What marks and links say, without ids and stamps: sorted words.
fn essence(project: &Project) -> BTreeSet<String> {
    project
        .entries()
        .iter()
        .flat_map(|entry| of_entry(project, entry))
        .collect()
}

fn of_entry(project: &Project, entry: &Arc<Entry>) -> Vec<String> {
    let place = |mark: &Annotation| match &mark.place {
        Place::Span(span) => span.to_string(),
        Place::Implicit { wording, .. } => wording.to_string(),
    };
    let name = |mark: &Annotation| format!("{} {}", mark.tag, place(mark));
    let marks = entry.annotations().values().map(|mark| {
        let identity = mark.identity.as_deref().and_then(|id| project.identity(id));
        let who = identity.map(|it| it.name.clone());
        format!("{} {:?} {who:?}", name(mark), mark.attributes)
    });
    let end = |id: &Id| name(entry.annotation(id).unwrap());
    let links = entry.links().values();
    let links = links.map(|it| format!("{}: {} → {}", it.kind, end(&it.from), end(&it.to)));
    marks.chain(links).collect()
}

#[test]
fn always_taking_ones_own_reading_leaves_ones_own_marks() {
    let test = "always_taking_ones_own_reading";
    let (Some(ana), Some(ben)) = (gold("ana", test), gold("ben", test)) else {
        return;
    };
    let (mut mine, mut review) = (ana.clone(), review(&ana, &[("ben", &ben)]));
    let count = review.cases().len();
    assert_eq!(count, 81);
    let decided = decide_each(&mut mine, &mut review, |_, _| Choice::Reading(0));
    assert_eq!(decided, count);
    assert_eq!(mine.decisions().count(), count);
    assert_eq!(mine.with_decisions([]), ana);
}

#[test]
fn always_taking_a_colleagues_reading_gives_their_marks() {
    let test = "always_taking_a_colleagues_reading";
    if let (Some(ana), Some(ben)) = (gold("ana", test), gold("ben", test)) {
        becomes(&ana, &ben);
        becomes(&ben, &ana);
    }
    let (mara, jonas) = (sample("tarnholm"), sample("tarnholm-jonas-weir"));
    becomes(&mara, &jonas);
    becomes(&jonas, &mara);
}

#[track_caller]
fn becomes(one: &Project, other: &Project) {
    let (mut mine, mut review) = (one.clone(), review(one, &[("other", other)]));
    assert!(review.cases().len() > 5);
    let decided = decide_each(&mut mine, &mut review, |review, place| {
        voice(review, place, 1)
    });
    assert_eq!(decided, review.cases().len());
    let left = compare(&[colleague("mine", &mine), colleague("other", other)]);
    let left: Vec<_> = left.articles.iter().flat_map(|it| &it.disputes).collect();
    assert!(left.is_empty(), "{left:#?}");
    // Names of identities stay one's own where both mean the same.
    let nameless = |project: &Project| -> BTreeSet<String> {
        let said = essence(project).into_iter();
        said.map(|it| {
            it.rsplit_once("} ")
                .map_or(it.clone(), |(it, _)| it.to_owned())
        })
        .collect()
    };
    assert_eq!(nameless(&mine), nameless(other));
}

#[test]
fn who_has_marked_nothing_takes_over_what_all_agree_on_and_decides_the_rest() {
    let (mara, jonas) = (sample("tarnholm"), sample("tarnholm-jonas-weir"));
    let bare = unmarked(&mara);
    let others = [("mara", &mara), ("jonas", &jonas)];
    let (mut mine, mut review) = (bare.clone(), review(&bare, &others));
    let mut made = 0;
    let agreed = by_hand(&mut made, |hand| review.take_agreed(&mine, hand));
    assert!(agreed.count > 20, "{}", agreed.count);
    make(&mut mine, &mut review, &agreed);
    decide_each(&mut mine, &mut review, |review, place| {
        voice(review, place, 1)
    });
    let left = compare(&[colleague("mine", &mine), colleague("mara", &mara)]);
    let left: Vec<_> = left.articles.iter().flat_map(|it| &it.disputes).collect();
    assert!(left.is_empty(), "{left:#?}");
}

fn unmarked(project: &Project) -> Project {
    let entries = project
        .entries()
        .iter()
        .map(|entry| postil::project::build::EntryParts {
            article: Arc::clone(entry.article()),
            status: Default::default(),
            annotations: Vec::new(),
            links: Vec::new(),
        });
    let tagset = Arc::clone(project.tagset());
    Project::build(tagset, Vec::new(), entries.collect(), Vec::new()).unwrap()
}

const ANA: &str = "[claim: The moon is made of cheese], said [source: Ada]. [entity: Bo] nodded.";
const BEN: &str = "The [claim: moon is made of cheese], said [entity: Ada]. Bo nodded.";

#[test]
fn each_choice_does_what_it_says() {
    let (ana, ben) = (marked(ANA), marked(BEN));
    let after = |choice: Choice| {
        let (mut mine, mut review) = (ana.clone(), review(&ana, &[("ben", &ben)]));
        decide_each(&mut mine, &mut review, |_, _| choice);
        let entry = &mine.entries()[0];
        let text = &entry.article().text;
        let marks = entry.in_text_order();
        let marks = marks.map(|mark| format!("{}: {}", mark.tag, mark.words(text)));
        marks.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(after(Choice::Reading(0)), @"
    claim: The moon is made of cheese
    source: Ada
    entity: Bo
    ");
    insta::assert_snapshot!(after(Choice::Reading(1)), @"
    claim: moon is made of cheese
    entity: Ada
    ");
    insta::assert_snapshot!(after(Choice::Both), @"
    claim: The moon is made of cheese
    claim: moon is made of cheese
    source: Ada
    entity: Ada
    entity: Bo
    ");
    insta::assert_snapshot!(after(Choice::Neither), @"");
}

#[test]
fn a_decision_can_be_changed_and_says_who_decided_from_which_readings() {
    let (ana, ben) = (marked(ANA), marked(BEN));
    let (mut mine, mut review) = (ana.clone(), review(&ana, &[("ben", &ben)]));
    for choice in [
        Choice::Neither,
        Choice::Both,
        Choice::Reading(1),
        Choice::Reading(0),
    ] {
        decide_each(&mut mine, &mut review, |_, _| choice);
    }
    assert_eq!(essence(&mine), essence(&ana));
    let said: Vec<String> = mine
        .decisions()
        .map(|it| {
            let readings = it.readings.iter();
            let readings = readings.map(|it| format!("{} {:?}", it.by, it.value));
            let readings: Vec<_> = readings.collect();
            let (kind, by) = (&it.kind, &it.stamp.author);
            format!(
                "{kind} «{}»: {:?} by {by} from {}",
                it.quote,
                it.verdict,
                readings.join(", ")
            )
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    boundary «The moon is made of cheese»: Reading("me") by me from me Some("The moon is made of cheese"), ben Some("moon is made of cheese")
    missing «Bo»: Reading("me") by me from me Some("entity"), ben None
    tag «Ada»: Reading("me") by me from me Some("source"), ben Some("entity")
    "#);
}

#[test]
fn what_a_colleague_says_anew_makes_a_decision_stale() {
    let (ana, ben) = (marked(ANA), marked(BEN));
    let (mut mine, mut first) = (ana.clone(), review(&ana, &[("ben", &ben)]));
    decide_each(&mut mine, &mut first, |_, _| Choice::Reading(0));
    let same = review(&mine, &[("ben", &ben)]);
    let progress = |review: &Review, mine: &Project| -> BTreeSet<String> {
        let cases = review.cases().iter();
        cases
            .map(|case| format!("{:?}", review.progress(mine, case)))
            .collect()
    };
    assert_eq!(
        progress(&same, &mine),
        [r#"Decided(Reading("me"))"#.to_owned()].into()
    );
    let other = BEN.replace("[entity: Ada]", "[claim: Ada]");
    let anew = review(&mine, &[("ben", &marked(&other))]);
    let stale: Vec<&str> = anew
        .cases()
        .iter()
        .filter(|case| anew.progress(&mine, case) == Progress::Stale(Verdict::Reading("me".into())))
        .map(|case| anew.kind(case))
        .collect();
    assert_eq!(stale, ["tag"]);
}

#[test]
fn rules_decide_what_they_can_and_leave_the_rest() {
    let (ana, ben) = (marked(ANA), marked(BEN));
    let cyn = marked("[claim: The moon is made of cheese], said [entity: Ada]. Bo nodded.");
    let review = review(&ana, &[("ben", &ben), ("cyn", &cyn)]);
    let left = |rule: Rule| {
        let mut mine = ana.clone();
        let mut review = review.clone();
        let settled = by_hand(&mut 0, |hand| review.by_strategy(&mine, rule, hand));
        make(&mut mine, &mut review, &settled);
        let open = review
            .cases()
            .iter()
            .filter(|case| review.progress(&mine, case) == Progress::Open);
        let open: Vec<&str> = open.map(|case| review.kind(case)).collect();
        (settled.count, open.join(" "), essence(&mine).len())
    };
    assert_eq!(
        left(Rule::Unanimous),
        (0, "boundary tag missing".to_owned(), 3)
    );
    assert_eq!(left(Rule::Majority), (3, String::new(), 2));
    assert_eq!(
        left(Rule::AtLeast(3)),
        (0, "boundary tag missing".to_owned(), 3)
    );
    assert_eq!(left(Rule::Annotator(1)), (3, String::new(), 2));
    assert_eq!(left(Rule::Union), (3, String::new(), 5));
}

#[test]
fn cases_that_are_alike_are_found() {
    let ana = marked("[source: Ada] and [source: Bo] met [source: Cy]; [claim: it rained].");
    let ben = marked("[entity: Ada] and [entity: Bo] met [claim: Cy]; it rained.");
    let review = review(&ana, &[("ben", &ben)]);
    let kinds: Vec<&str> = review
        .cases()
        .iter()
        .map(|case| review.kind(case))
        .collect();
    assert_eq!(kinds, ["tag", "tag", "tag", "missing"]);
    assert_eq!(review.alike(&ana, 0), [1]);
    assert_eq!(review.alike(&ana, 2), Vec::<usize>::new());
}

#[test]
fn a_tag_that_one_lacks_comes_with_the_mark() {
    let (ana, ben) = (marked(ANA), marked(BEN));
    let mut tagset = (**ana.tagset()).clone();
    tagset.tags.retain(|tag| tag.id.as_str() != "entity");
    tagset.links.clear();
    let mine = marked("[claim: The moon is made of cheese], said [source: Ada]. Bo nodded.");
    let mut mine = mine;
    mine.apply(&[postil::project::Edit::Tagset(Arc::new(tagset))])
        .unwrap();
    assert_eq!(mine.check(), []);
    let mut review = review(&mine, &[("ben", &ben)]);
    decide_each(&mut mine, &mut review, |review, place| {
        voice(review, place, 1)
    });
    assert!(mine.tagset().tag(&Id::new("entity")).is_some());
}

/// The sentences of what a merge left, decided one way and the other.
#[test]
fn what_a_merge_left_is_settled_in_the_same_queue() {
    let base = marked("[claim: The moon is made of cheese].");
    let mark = |tag: &str| {
        let old = base.entries()[0].annotations().values().next().unwrap();
        let mut new = (**old).clone();
        new.tag = Id::new(tag);
        let article = base.entries()[0].article().id.clone();
        let edit = postil::project::Edit::Annotation {
            article,
            id: new.id.clone(),
            to: Some(Arc::new(new)),
        };
        let mut project = base.clone();
        project.apply(&[edit]).unwrap();
        project
    };
    let both = merged(&base, &mark("rebuttal"), &mark("source")).project;
    for (place, tag) in [(0, "rebuttal"), (1, "source")] {
        let mut mine = both.clone();
        let mut review = review(&mine, &[]);
        assert_eq!(review.cases().len(), 1);
        assert_eq!(
            decide_each(&mut mine, &mut review, |_, _| Choice::Reading(place)),
            1
        );
        assert_eq!(mine.disputes().count(), 0);
        let now = mine.entries()[0].annotations().values().next().unwrap();
        assert_eq!(now.tag.as_str(), tag);
    }
}

fn choices() -> impl Strategy<Value = Vec<usize>> {
    vec(0..6_usize, 40)
}

fn chosen(number: usize) -> Choice {
    match number {
        0..=3 => Choice::Reading(number),
        4 => Choice::Both,
        _ => Choice::Neither,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_decision_is_sound_and_can_be_taken_back((mine, ben, cyn) in versions(), dice in choices()) {
        let mut review = review(&mine, &[("ben", &ben), ("cyn", &cyn)]);
        let mut mine = mine;
        let dice = |place: usize| chosen(dice[place % dice.len()]);
        let first = decide_each(&mut mine, &mut review, |_, place| dice(place));
        prop_assert!(first <= review.cases().len());
        decide_each(&mut mine, &mut review, |_, place| dice(place + 7));
        let mut keys = BTreeMap::new();
        for case in review.cases() {
            *keys.entry(case.key.clone()).or_insert(0) += 1;
        }
        prop_assert!(keys.values().all(|count| *count == 1));
    }

    #[test]
    fn every_rule_is_sound((mine, ben, cyn) in versions(), number in 0..5_usize) {
        let rule = [Rule::Unanimous, Rule::Majority, Rule::AtLeast(2), Rule::Annotator(1), Rule::Union][number];
        let mut review = review(&mine, &[("ben", &ben), ("cyn", &cyn)]);
        let mut mine = mine;
        let settled = by_hand(&mut 0, |hand| review.by_strategy(&mine, rule, hand));
        make(&mut mine, &mut review, &settled);
    }

    #[test]
    fn whatever_a_merge_left_can_be_struck_off((base, ours, theirs) in versions(), side in 0..2_usize) {
        let mut mine = merged(&base, &ours, &theirs).project;
        let mut review = review(&mine, &[]);
        decide_each(&mut mine, &mut review, |_, _| Choice::Reading(side));
        // What stands can always be kept.
        decide_each(&mut mine, &mut review, |_, _| Choice::Reading(0));
        let left: Vec<_> = mine.disputes().map(|it| it.to_string()).collect();
        prop_assert!(left.is_empty(), "{left:#?}");
    }
}

/// Decides every case alike, and opens the review again on what came of it.
fn again(mine: &Project, others: &[(&str, &Project)], choice: Choice) -> (Project, Review) {
    let mut mine = mine.clone();
    let mut first = review(&mine, others);
    decide_each(&mut mine, &mut first, |_, _| choice);
    let second = review(&mine, others);
    (mine, second)
}

fn left_open(mine: &Project, review: &Review) -> Vec<String> {
    let open = review
        .cases()
        .iter()
        .filter(|case| review.progress(mine, case) == Progress::Open);
    open.map(|case| case.key.to_string()).collect()
}

#[test]
fn what_was_decided_of_a_whole_position_is_decided_when_the_review_is_opened_again() {
    let ana = marked("[claim#1: The moon is cheese], said [source#2: Ada]. [entity#3: Bo] nodded.");
    let ben = marked("The [claim#1: moon is cheese], said [entity#2: Ada]. Bo [claim#3: nodded].");
    let cyn =
        marked("The moon is [rebuttal#1: cheese, said] [source#2: Ada]. [source#3: Bo] nodded.");
    for others in [vec![("Ben", &ben)], vec![("Ben", &ben), ("Cyn", &cyn)]] {
        for choice in [Choice::Both, Choice::Neither] {
            let (mine, again) = again(&ana, &others, choice);
            let open = left_open(&mine, &again);
            assert!(open.is_empty(), "{choice:?}, {}: {open:?}", others.len());
            let stale = again.cases().iter().map(|case| again.progress(&mine, case));
            let stale: Vec<_> = stale
                .filter(|it| matches!(it, Progress::Stale(_)))
                .collect();
            assert!(stale.is_empty(), "{choice:?}, {}: {stale:?}", others.len());
        }
    }
    // What a colleague says since is news.
    let ana = marked("[claim#1: The moon is cheese], said Ada.");
    let ben = marked("The [claim#1: moon is cheese], said Ada.");
    let later = marked("The [claim#1: moon is] cheese, said Ada.");
    let (mine, _) = again(&ana, &[("Ben", &ben)], Choice::Both);
    let changed = review(&mine, &[("Ben", &later)]);
    let news = changed.cases().iter().filter(|case| {
        matches!(
            changed.progress(&mine, case),
            Progress::Stale(_) | Progress::Open
        )
    });
    let news: Vec<&str> = news.map(|case| changed.kind(case)).collect();
    assert_eq!(news, ["boundary"]);
}
