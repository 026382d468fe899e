//! Sizes in points, the same in every theme.

use serde::Deserialize;

/// All sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Spacing.
    pub space: Space,
    /// Corner radii.
    pub radius: Radius,
    /// Stroke widths.
    pub stroke: StrokeWidths,
    /// How the line styles of tags are drawn.
    pub line: LineSizes,
    /// The dashes that mean «suggested».
    pub dash: Dash,
    /// Where a popup's shadow falls.
    pub shadow: ShadowSizes,
    /// Sizes of controls, bars and panels.
    pub size: Size,
    /// Sizes of what stands round the panels: bars, windows over them, the start window.
    pub chrome: Chrome,
    /// Sizes of dialogs and of the tagset editor.
    pub sheet: Sheet,
    /// How long what moves takes, in seconds.
    pub motion: Motion,
}

/// Spacing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Space {
    /// Between tags in a strip.
    pub s1: f32,
    /// Chip to chip, padding of popups.
    pub s2: f32,
    /// Icon to text, padding of fields and buttons.
    pub s3: f32,
    /// Padding of cards.
    pub s4: f32,
    /// Padding of panels.
    pub s5: f32,
    /// Between groups.
    pub s6: f32,
    /// Between the columns of the start window.
    pub s7: f32,
}

/// Corner radii.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// Thin bars.
    pub bar: f32,
    /// Marks, only at a mark's true ends.
    pub mark: f32,
    /// Key caps and ticks.
    pub key: f32,
    /// Tag chips.
    pub chip: f32,
    /// Large tag chips.
    pub chip_large: f32,
    /// Fields, buttons.
    pub control: f32,
    /// Rows, tag strip entries, focus frames round marks.
    pub row: f32,
    /// Cards.
    pub card: f32,
    /// Popups, notices.
    pub popup: f32,
    /// The area to drop files on.
    pub drop: f32,
}

/// Stroke widths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrokeWidths {
    /// Dividers, frames.
    pub hair: f32,
    /// The thread between fragments.
    pub thread: f32,
    /// Links.
    pub link: f32,
    /// Icons at their full size.
    pub icon: f32,
    /// The rule under a statement.
    pub rule: f32,
    /// The caret.
    pub caret: f32,
    /// The bar at a mark's start.
    pub start: f32,
    /// The line of a chosen tab, the bar before a quote.
    pub accent: f32,
    /// The bar of a notice.
    pub bar: f32,
}

/// How the line styles of tags are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineSizes {
    /// Width of the rule.
    pub rule: f32,
    /// Width of each line of a double rule.
    pub double: f32,
    /// From line to line of a double rule.
    pub double_gap: f32,
    /// Width of the thick underline.
    pub thick: f32,
    /// Width of the wave.
    pub wave: f32,
    /// Length of half a wave.
    pub wave_half: f32,
    /// How far a wave swings to each side.
    pub wave_height: f32,
    /// Width of the bar.
    pub bar: f32,
    /// Diameter of a dot.
    pub dot: f32,
    /// From dot to dot.
    pub dot_step: f32,
    /// Width of the ticked rule.
    pub ticked: f32,
    /// Height of a tick.
    pub tick: f32,
    /// From tick to tick.
    pub tick_step: f32,
    /// Width of the capped line.
    pub capped: f32,
    /// Height of a cap.
    pub cap: f32,
}

/// The dashes that mean «suggested».
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dash {
    /// Length of a dash.
    pub on: f32,
    /// Length of a gap.
    pub off: f32,
}

/// Where a popup's shadow falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShadowSizes {
    /// Downwards.
    pub offset: u8,
    /// How wide it fades.
    pub blur: u8,
}

/// Sizes of controls, bars and panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Height of fields, buttons, icon buttons.
    pub control: f32,
    /// The same on the start window and in the tag palette.
    pub control_large: f32,
    /// The smallest side of anything that can be pressed.
    pub hit: f32,
    /// A row of one line.
    pub row: f32,
    /// A tag chip.
    pub chip: f32,
    /// The chip beside the tag's name in the inspector.
    pub chip_large: f32,
    /// From a chip to the frame that says that its mark is selected.
    pub chip_gap: f32,
    /// The box of a tick.
    pub check: f32,
    /// Diameter of a person's initial.
    pub avatar: f32,
    /// Diameter of a disc beside a word.
    pub disc: f32,
    /// Height of a key cap.
    pub key: f32,
    /// Padding of a key cap at each side.
    pub key_pad: f32,
    /// Width and height of a line sample.
    pub sample: (f32, f32),
    /// Height of a progress bar.
    pub progress: f32,
    /// From a control to its focus frame.
    pub focus_gap: f32,
    /// An icon.
    pub icon: f32,
    /// An icon in a button with words.
    pub icon_button: f32,
    /// An icon beside text.
    pub icon_small: f32,
    /// An icon in a second line.
    pub icon_tiny: f32,
    /// Text column to the middle of link names.
    pub gutter_link: f32,
    /// Between paragraphs of the article.
    pub paragraph: f32,
    /// Text column to the left edge of the nearest chip.
    pub margin_chip: f32,
    /// Height of the menu row.
    pub menu: f32,
    /// Height of the tag strip and the tabs.
    pub strip: f32,
    /// Height of the status bar.
    pub status: f32,
    /// Width of the list.
    pub list: f32,
    /// Width of the inspector.
    pub inspector: f32,
    /// Width of the inspector's column of labels.
    pub label: f32,
    /// Height of the line that names a link's kind.
    pub link_kind: f32,
    /// Width of the quote in the narrow window's inspector.
    pub drawer_quote: f32,
    /// Width of the review panel.
    pub review: f32,
    /// The least a side panel can be dragged to.
    pub panel_min: f32,
    /// The most a side panel can be dragged to.
    pub panel_max: f32,
    /// How wide a splitter is to grab.
    pub splitter: f32,
    /// Width of the overview ruler.
    pub ruler: f32,
    /// Width of the narrow window's list.
    pub rail: f32,
    /// Height of the narrow window's inspector.
    pub drawer: f32,
    /// Width of a notice.
    pub notice: f32,
    /// Width of the command palette.
    pub palette: f32,
    /// Diameter of a handle.
    pub handle: f32,
}

/// Sizes of what stands round the panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chrome {
    /// The disc beside the file's name.
    pub disc: f32,
    /// Width of the search field in the menu row.
    pub search: f32,
    /// Below this width of the window, the search field is an icon and tags have no sample.
    pub narrow: f32,
    /// Below this width of the window, tags have no name.
    pub very_narrow: f32,
    /// Width of the progress bar in the status bar.
    pub progress: f32,
    /// From the menu row to the command palette.
    pub palette_top: f32,
    /// Height of the command palette's field.
    pub palette_field: f32,
    /// Height of the command palette's rows and foot.
    pub palette_row: f32,
    /// Width of a row's icon or chip in the command palette.
    pub palette_slot: f32,
    /// Width of what stands on the start window.
    pub start: f32,
    /// Width of its column at the right.
    pub start_aside: f32,
    /// Height of the area to drop files on.
    pub drop: f32,
    /// Width and height of the picture there.
    pub drop_picture: (f32, f32),
    /// The icon of a recent file.
    pub recent_icon: f32,
    /// Width and height of the window of keys.
    pub keys: (f32, f32),
    /// Width of the settings and of other small windows.
    pub dialog: f32,
    /// Height of the list of notices.
    pub notices: f32,
    /// Width of what a value in the settings is called.
    pub settings_name: f32,
}

/// Sizes of dialogs and of the tagset editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Width and height of the tagset editor.
    pub editor: (f32, f32),
    /// Width of the list in it.
    pub editor_list: f32,
    /// Width of the names before the fields of a form.
    pub name: f32,
    /// Width of a field for a letter or a digit.
    pub short: f32,
    /// Side of a cell of the matrix that says which tags a link joins.
    pub cell: f32,
    /// The most that a list or a preview in a dialog is high.
    pub rows: f32,
    /// Width and height of the windows of export and import.
    pub trade: (f32, f32),
    /// Width of the list of formats in the first.
    pub trade_list: f32,
    /// Width of what a value is called in them.
    pub trade_name: f32,
}

/// How long what moves takes, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// A popup comes.
    pub popup: f32,
    /// A hover ground comes.
    pub hover: f32,
    /// A jump scrolls.
    pub jump: f32,
    /// A notice comes.
    pub notice: f32,
    /// A notice stays.
    pub notice_stays: f32,
    /// Nothing is said of waiting before this.
    pub waiting: f32,
}

impl Dash {
    /// The same dashes for a frame as small as a chip's: half as long.
    pub fn short(self) -> Self {
        Self {
            on: self.on / 2.0,
            off: self.off / 2.0,
        }
    }
}
