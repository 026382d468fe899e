//! The catalogue of bad inputs and faults, row by row: which tests show each. Whether the tests are there is looked up in the sources, so that this cannot lie.

use std::collections::BTreeSet;
use std::path::Path;

use super::proclaim;

/// How many rows the catalogue has.
const ROWS: u32 = 96;

/// What shows that a row is met: these tests.
struct By(&'static [&'static str]);

/// Each row: its number, what it is about, and what shows it.
#[rustfmt::skip]
const TABLE: &[(u32, &str, By)] = &[
    // Project files.
    (1, "empty", By(&["each_hostile_file_gets_a_sentence_with_a_place"])),
    (2, "truncated anywhere", By(&["a_cut_file_is_never_half_loaded"])),
    (3, "one bit flipped anywhere", By(&["every_changed_byte_of_a_small_file_is_found_or_harmless", "a_changed_byte_is_found_or_harmless"])),
    (4, "nested without end", By(&["each_hostile_file_gets_a_sentence_with_a_place"])),
    (5, "numbers that are no offsets", By(&["offsets_that_are_no_offsets_cost_their_mark_alone", "each_hostile_file_gets_a_sentence_with_a_place"])),
    (6, "too long, a pipe, a device, a folder", By(&["pipes_and_devices_are_refused_at_once", "a_project_that_is_a_pipe_is_refused_at_once", "a_file_is_read_up_to_its_limit"])),
    (7, "byte order mark", By(&["row_7_a_byte_order_mark_before_a_project_is_passed_over"])),
    (8, "UTF-16 and bad UTF-8", By(&["each_hostile_file_gets_a_sentence_with_a_place"])),
    (9, "unknown field", By(&["an_unknown_field_of_a_mark", "an_unknown_field_of_an_article", "each_hostile_file_gets_a_sentence_with_a_place"])),
    (10, "other format version", By(&["row_10_a_format_that_is_no_format_of_ours_is_refused_by_its_number"])),
    (11, "field twice", By(&["row_11_a_field_that_stands_twice_is_refused_or_costs_its_own_record"])),
    (12, "text after the end", By(&["each_hostile_file_gets_a_sentence_with_a_place"])),
    (13, "offset past the end", By(&["an_offset_past_the_end"])),
    (14, "ends swapped", By(&["ends_that_are_swapped"])),
    (15, "no words", By(&["row_15_a_mark_on_no_words_is_kept_aside"])),
    (16, "offset inside a character", By(&["an_offset_inside_a_character"])),
    (17, "offset inside a grapheme", By(&["row_17_a_mark_that_cuts_what_people_see_as_one_letter_is_kept_with_a_warning"])),
    (18, "offsets in another unit", By(&["positions_in_another_unit_are_noticed_by_the_words", "each_unit_counts_in_its_own_way_and_back"])),
    (19, "quote differs", By(&["words_that_moved", "words_that_are_nowhere"])),
    (20, "text was changed", By(&["a_text_of_another_digest", "a_text_of_another_length", "an_article_comes_back_with_all_its_marks"])),
    (21, "one id twice", By(&["an_id_that_stands_twice"])),
    (22, "dangling link, self link, circle", By(&["a_link_to_nothing", "a_link_to_itself", "row_22_rebuttals_in_a_circle_are_read_and_end"])),
    (23, "a million marks, deep nests", By(&["a_million_marks", "ten_thousand_marks_on_one_word", "nested_marks_without_end"])),
    (24, "200,000 tags", By(&["row_24_more_tags_than_anybody_can_choose_from_are_refused_with_a_sentence", "row_24_a_dataset_of_too_many_tags_comes_in_without_the_marks_of_the_last_ones", "row_24_a_name_may_be_long_or_odd_but_never_hold_a_nul"])),
    (25, "unknown tag", By(&["an_unknown_tag", "a_part_comes_back_when_it_is_sound_again"])),
    (26, "times that are none", By(&["a_time_that_is_none", "no_such_day_is_no_time", "every_time_comes_back"])),
    (27, "forged author", By(&["row_27_a_file_that_speaks_for_somebody_else_is_told_and_stays_data"])),
    (28, "odd titles", By(&["no_name_leaves_its_folder_or_stands_twice", "names_with_control_characters_are_escaped"])),
    (29, "raw strings through line end conversion", By(&["git_may_change_the_line_ends", "a_text_of_another_digest"])),
    (30, "conflict markers", By(&["each_hostile_file_gets_a_sentence_with_a_place"])),
    (31, "another program's RON", By(&["other_files_that_are_no_project_are_told_apart"])),
    (32, "100,000 articles", By(&["row_32_a_hundred_thousand_articles_are_written_read_and_found", "row_32_of_a_hundred_thousand_articles_only_those_in_view_are_drawn_and_any_is_found"])),
    // Articles.
    (33, "UTF-8 with a mark", By(&["a_byte_order_mark_is_no_part_of_the_text", "utf8_is_read_as_it_is"])),
    (34, "UTF-16", By(&["utf16_without_a_mark_is_told_by_its_blanks", "utf_16_and_windows_line_ends_are_repaired_said_and_kept_in_the_file"])),
    (35, "legacy encodings", By(&["a_legacy_encoding_is_guessed_said_and_can_be_changed", "the_common_encodings_of_the_east_are_guessed", "western_words_in_an_old_encoding_are_guessed", "another_encoding_is_one_press_away_and_one_step_back"])),
    (36, "damaged UTF-8", By(&["a_few_damaged_places_leave_utf8_what_it_is"])),
    (37, "mixed line ends", By(&["line_ends_become_one_kind_and_that_is_said"])),
    (38, "control characters", By(&["controls_are_always_shown", "names_with_control_characters_are_escaped"])),
    (39, "directions turned", By(&["words_that_are_turned_round_are_shown_as_stored_with_a_banner", "what_turns_nothing_round_gives_no_banner"])),
    (40, "joiners and hidden characters", By(&["characters_without_width_are_shown_by_a_key", "a_drag_over_what_is_hidden_selects_all_of_it"])),
    (41, "letters that look alike", By(&["row_41_a_name_in_letters_of_two_scripts_is_marked_and_nothing_is_changed"])),
    (42, "10 MB on a line, a million lines", By(&["ten_megabytes_on_one_line", "a_million_empty_lines", "a_word_of_a_megabyte"])),
    (43, "10,000 combining marks", By(&["ten_thousand_combining_marks_on_one_letter"])),
    (44, "scripts without a face", By(&["every_place_of_every_script_comes_back", "scripts_are_known_by_their_letters"])),
    (45, "pages that fetch and run", By(&["row_45_the_command_line_makes_no_socket_whatever_it_reads", "row_45_a_window_speaks_to_the_display_and_the_bus_and_to_nobody_else"])),
    (46, "pages nested without end", By(&["a_page_that_was_made_to_harm_is_read_whole_or_refused"])),
    (47, "odd characters of pages", By(&["odd_characters_of_a_page_are_what_the_standard_makes_of_them", "a_page_of_any_tags_is_read"])),
    (48, "a page's encoding lies", By(&["the_encoding_of_a_page_is_the_mark_then_the_page_then_a_guess"])),
    (49, "XML entities", By(&["what_cannot_be_read_of_a_document_is_said", "depth_and_length_harm_no_reader"])),
    (50, "zip bombs", By(&["what_cannot_be_read_of_a_document_is_said", "a_hostile_file_takes_no_more_memory_than_it_may"])),
    (51, "hostile names in zips", By(&["what_cannot_be_read_of_a_document_is_said", "the_first_of_two_parts_of_one_name_is_said", "an_address_never_leaves_the_archive"])),
    (52, "odd documents", By(&["what_cannot_be_read_of_a_document_is_said", "a_word_document_gives_its_words_and_facts"])),
    (53, "PDF", By(&["row_53_a_pdf_document_that_unpacks_without_end_is_left_with_a_sentence", "what_has_no_words_says_why"])),
    (54, "binary under a text's name", By(&["what_is_no_text_is_called_by_its_name", "a_file_under_another_name_is_read_or_refused"])),
    (55, "changes while it is read", By(&["row_55_a_file_that_changes_while_it_is_read_is_read_again_and_never_half"])),
    (56, "article edited after it was marked", By(&["row_56_each_mark_is_found_moved_on_other_words_or_lost", "row_56_all_marks_with_their_links_take_the_old_text_away", "row_56_what_is_not_chosen_stays_on_the_old_text_with_its_links", "row_56_words_that_moved_are_taken_over_with_their_marks_in_one_step", "row_56_what_is_not_ticked_or_lost_stays_on_the_earlier_text"])),
    (57, "5,000 files, circles of folders", By(&["links_to_folders_are_not_followed_and_links_to_files_are", "reading_many_articles_can_be_cancelled_and_then_adds_nothing"])),
    // The disk, the process, the machine.
    (58, "no space, quota", By(&["rows_58_59_62_every_call_fails_once_in_every_way_and_nothing_is_lost", "rows_58_59_the_real_program_keeps_the_old_file_when_the_system_refuses", "a_full_disk_leaves_the_old_file_whole"])),
    (59, "I/O errors", By(&["rows_58_59_62_every_call_fails_once_in_every_way_and_nothing_is_lost", "rows_58_59_every_call_fails_once_in_every_way_and_the_journal_goes_on", "a_failed_sync_is_not_asked_again_of_the_same_file"])),
    (60, "killed", By(&["row_60_what_was_kept_survives_kill_9", "row_60_a_window_that_is_killed_has_the_mark_at_the_next_start", "row_60_temporary_files_are_swept_only_when_that_is_safe"])),
    (61, "power cut", By(&["row_61_the_power_fails_at_every_call_and_the_file_is_old_or_new", "row_61_the_power_fails_at_every_call_and_what_was_kept_is_offered"])),
    (62, "short writes, interruptions", By(&["rows_58_59_62_every_call_fails_once_in_every_way_and_nothing_is_lost", "a_call_that_is_interrupted_now_and_then_succeeds_and_one_that_always_is_ends"])),
    (63, "read-only places", By(&["a_read_only_file_is_refused", "a_folder_that_takes_no_files_is_named_as_the_reason", "a_file_that_may_not_be_written_is_asked_about_and_stays_as_it_is", "row_63_where_no_lock_can_be_made_the_reason_is_said"])),
    (64, "symbolic links", By(&["a_link_stays_a_link_and_its_target_is_replaced", "a_link_to_nothing_gets_its_target_and_a_circle_is_refused"])),
    (65, "permissions, hard links", By(&["the_mode_of_the_old_file_is_kept", "row_65_a_file_with_other_names_is_asked_about_and_they_keep_the_old_one"])),
    (66, "folder gone", By(&["row_66_a_folder_that_went_away_while_its_project_was_open_is_said_and_comes_back", "a_save_without_its_folder_says_so"])),
    (67, "odd names", By(&["a_name_that_the_disk_does_not_take_is_refused", "a_long_name_is_cut_between_characters", "a_path_that_is_not_unicode_is_shown"])),
    (68, "one file under several names", By(&["one_file_is_known_under_each_of_its_names"])),
    (69, "two at once", By(&["row_69_a_project_that_another_process_has_open_says_who_and_since_when", "row_69_a_project_that_somebody_has_open_says_who_and_can_be_read", "row_69_what_two_programs_have_saved_to_one_file_is_all_in_it", "row_69_without_locks_of_the_system_the_exchange_keeps_all", "row_69_a_second_window_says_who_has_the_project_open"])),
    (70, "changed under the program", By(&["row_70_what_another_program_wrote_is_never_replaced", "row_70_what_another_program_wrote_is_merged_with_what_was_done_here"])),
    (71, "replaced, deleted, a folder now", By(&["row_71_a_file_that_was_deleted_is_written_again_and_a_folder_in_its_place_is_refused", "row_71_a_file_that_another_program_replaced_by_the_same_is_still_ours"])),
    (72, "stale locks", By(&["row_72_crash_restart_and_a_number_used_again_are_told_from_a_window_that_is_open", "row_72_the_lock_of_a_killed_process_is_taken_over_and_its_half_save_is_swept", "row_72_what_another_machine_has_left_is_asked_about_and_can_be_taken_over"])),
    (73, "conflict copies", By(&["row_73_the_names_of_conflict_copies_are_known_and_others_are_not", "row_73_a_conflict_copy_is_listed_compared_and_merged"])),
    (74, "slow disks", By(&["what_is_marked_while_the_disk_writes_is_still_unsaved", "closing_during_a_save_waits_for_the_disk_and_asks_nothing"])),
    (75, "clocks that jump", By(&["row_75_backups_are_put_in_order_by_their_names_whatever_the_clock_says"])),
    (76, "suspend, display gone", By(&["row_76_a_display_that_dies_leaves_the_journal_and_no_process", "row_76_a_window_that_slept_in_the_midst_of_its_work_goes_on"])),
    (77, "damaged settings", By(&["damaged_settings_are_said_kept_and_do_no_harm", "settings_that_cannot_be_kept_are_said"])),
    (78, "panics", By(&["row_78_a_fault_in_one_piece_of_work_is_said_and_the_next_save_works", "row_78_a_fault_while_a_gesture_is_kept_loses_neither_it_nor_the_next", "row_78_a_fault_in_a_frame_is_said_the_journal_has_the_work_and_the_window_goes_on", "row_78_a_fault_in_every_frame_ends_the_program_and_the_work_is_offered"])),
    (79, "no memory", By(&["a_hostile_file_takes_no_more_memory_than_it_may"])),
    (80, "no more open files", By(&["row_80_a_process_that_may_open_no_more_files_says_so_and_saves_later"])),
    (81, "many, foreign, newer journals", By(&["row_81_many_journals_newer_ones_and_damaged_ones_are_bounded_and_left", "row_81_what_is_no_journal_or_a_newer_one_is_said"])),
    (82, "torn journals", By(&["row_82_a_journal_that_is_cut_anywhere_keeps_all_whole_records", "row_82_a_bit_that_is_flipped_ends_what_is_believed", "row_82_on_a_changed_file_the_work_is_made_on_a_copy"])),
    // Review.
    (83, "same ids, other marks", By(&["row_83_same_ids_for_different_marks", "two_marks_that_were_made_under_one_id_both_stay_with_their_links"])),
    (84, "texts differ", By(&["row_84_different_articles_under_one_name", "texts_that_differ_too_much_are_refused_by_name", "other_texts_under_one_id_are_two_articles"])),
    (85, "other schemes", By(&["row_85_tags_that_are_spelled_otherwise", "foreign_tags_become_what_the_table_says"])),
    (86, "every pair of changes", By(&["row_86_every_pair_of_changes_is_clean_or_a_conflict", "two_different_retags_are_one_conflict_with_both_readings", "two_different_bounds_are_a_conflict_and_the_same_bounds_are_none", "a_mark_that_one_deleted_and_the_other_changed_stays_and_is_a_conflict", "only_true_conflicts_are_found_where_line_merges_find_775"])),
    (87, "merged again, swapped, without a base", By(&["row_87_a_base_that_is_no_ancestor", "without_a_common_version_every_difference_is_a_conflict", "merging_again_changes_nothing", "merging_is_sound_and_does_not_depend_on_the_sides"])),
    (88, "nothing to measure", By(&["row_88_nothing_one_unit_and_all_alike_are_undefined_and_say_why", "degenerate_studies_are_undefined_and_say_why", "every_figure_of_any_study_is_a_number_or_says_why_it_is_none"])),
    (89, "fifty annotators", By(&["row_89_fifty_annotators_are_answered", "fifty_annotators_are_answered_with_a_gap"])),
    (90, "adjudication interrupted", By(&["row_90_a_file_that_shrinks_is_refused_and_nothing_is_written"])),
    (91, "forged decisions", By(&["row_91_what_a_file_claims_of_others_stays_its_own_word"])),
    // Export.
    (92, "cells that are formulas", By(&["row_92_what_a_spreadsheet_would_run_is_guarded_when_that_is_asked_for"])),
    (93, "names of files", By(&["no_name_leaves_its_folder_or_stands_twice"])),
    (94, "over existing files", By(&["nothing_is_written_over_without_force_and_the_source_never"])),
    (95, "what formats cannot hold", By(&["what_goes_out_comes_in_again_but_for_what_the_format_lacks", "every_loss_names_its_marks", "a_report_runs_nothing_and_hides_nothing"])),
    (96, "interrupted in the middle", By(&["row_96_a_dataset_of_many_files_is_there_whole_or_not_at_all", "an_export_can_be_cancelled_and_then_nothing_is_there"])),
];

#[test]
fn each_row_of_the_catalogue_is_shown_by_tests_that_are_there() {
    let sources = sources();
    let tests = tests_in(&sources);
    let rows: Vec<u32> = TABLE.iter().map(|(row, ..)| *row).collect();
    assert_eq!(rows, (1..=ROWS).collect::<Vec<_>>());
    for (row, about, By(names)) in TABLE {
        assert!(!names.is_empty(), "row {row}");
        for name in *names {
            assert!(
                tests.contains(*name),
                "row {row} ({about}): there is no test {name}"
            );
        }
    }
    proclaim(&format!("rows {} of {ROWS}", TABLE.len()));
}

#[test]
fn the_rows_in_the_names_of_tests_are_rows_of_the_catalogue() {
    for row in rows_in(&sources()) {
        assert!((1..=ROWS).contains(&row), "{row}");
    }
}

/// All of the sources.
fn sources() -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![top.join("src"), top.join("tests")];
    let mut all = String::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                all += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    all
}

/// The names of all tests: what stands after `#[test]`, and what the macro `damage!` makes.
fn tests_in(sources: &str) -> BTreeSet<&str> {
    let after = sources.split("#[test]").skip(1).filter_map(|rest| {
        let (_, name) = rest.split_once("fn ")?;
        name.split(['(', '<']).next()
    });
    let made = sources.split("\ndamage!(").skip(1);
    let made = made.filter_map(|rest| rest.split(',').next());
    after.chain(made).map(str::trim).collect()
}

/// The numbers in the names of tests such as `rows_58_59_every_call_fails`.
fn rows_in(sources: &str) -> Vec<u32> {
    let names = tests_in(sources).into_iter();
    let rows = names.filter_map(|name| name.strip_prefix("row"));
    let numbers = rows.flat_map(|name| {
        let words = name
            .trim_start_matches('s')
            .trim_start_matches('_')
            .split('_');
        words.map_while(|word| word.parse::<u32>().ok())
    });
    numbers.collect()
}

#[test]
fn tests_and_their_rows_are_found_by_their_names() {
    let source = "#[test]\nfn row_7_a() {}\n#[test]\n#[ignore]\nfn rows_58_59_b() {}\nfn row_3() {}\n\ndamage!(an_end, x";
    let tests: Vec<&str> = tests_in(source).into_iter().collect();
    assert_eq!(tests, ["an_end", "row_7_a", "rows_58_59_b"]);
    assert_eq!(rows_in(source), [7, 58, 59]);
}
