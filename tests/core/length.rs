//! Articles of any length: the inputs that `benches/length` measures are the ones that every figure
//! is of.

#[path = "../../benches/length/input.rs"]
mod input;

#[test]
fn the_inputs_are_the_same_bytes_everywhere() {
    for size in [input::S, input::M, input::L] {
        assert_eq!(input::digests(size), size.digests, "{}", size.name);
    }
    let project = input::project(input::S);
    assert_eq!(project.mark_count(), input::S.marks);
    assert_eq!(project.check(), []);
}
