//! Commands that the window carries out alone.

/// What the window does alone: files, dialogs, panels, looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowCommand {
    /// Asks for articles or a project to open.
    Open,
    /// Asks for a folder of articles to open.
    OpenFolder,
    /// Makes an article of the clipboard's text.
    Paste,
    /// Opens the sample project.
    OpenSample,
    /// Saves the project.
    Save,
    /// Saves the project elsewhere.
    SaveAs,
    /// Closes the project.
    Close,
    /// Leaves the program.
    Quit,
    /// Asks for colleagues' files to review beside the project.
    Review,
    /// Reads the colleagues' files of the review that is open again.
    ReviewAgain,
    /// Asks for a colleague's version of the project, to merge it in.
    Merge,
    /// Shows how far those who take part in the review agree.
    Agreement,
    /// Marks the project's articles again, with what is marked on them out of sight.
    MarkAgain,
    /// Asks for a colleague's file, to mark its articles with its marks out of sight.
    MarkBlind,
    /// Shows what was hidden, where one's own marks are done.
    Reveal,
    /// Shows the review that is open; what a merge has left, if none is.
    ShowReview,
    /// Asks as what the project shall be exported.
    Export,
    /// Exports the project as last time.
    ExportAgain,
    /// Opens the folder in which the last export stands.
    ShowExport,
    /// Reads the article opened last again, in another encoding.
    Encoding,
    /// Shows the conflict copies that stand beside the project.
    ConflictCopies,
    /// Looks whether the article's file has other words now.
    Reread,
    /// Puts a part that was kept aside, of this place in their list, where its words stand.
    PutBack(usize),
    /// Finds words in the article.
    Find,
    /// Shows the menu of the mark or the words at the caret.
    ContextMenu,
    /// Shows the characters that cannot be seen, or hides them again.
    HiddenCharacters,
    /// Shows every command.
    Palette,
    /// Shows every key.
    Keys,
    /// Shows the inspector.
    Inspector,
    /// Shows the list of marks.
    List,
    /// Shows the identities.
    Identities,
    /// Shows what was done.
    History,
    /// Shows what is wrong.
    Problems,
    /// Shows or hides the list of articles.
    Articles,
    /// Shows or hides the panel at the side.
    SidePanel,
    /// Goes to the note of the selected mark.
    Note,
    /// Goes to the comments on the selected mark.
    CommentMark,
    /// Goes to the identity of the selected mark.
    Identity,
    /// Starts a link from the selected mark.
    StartLink,
    /// Starts one link after another, from the selected mark on.
    StartLinks,
    /// Shows the article's metadata.
    ArticleDetails,
    /// Asks for the annotator's name.
    Annotator,
    /// Edits the tagset.
    Tagset,
    /// Loads a tagset from a file.
    LoadTagset,
    /// Saves the tagset to a file of its own.
    SaveTagset,
    /// Makes everything larger.
    ZoomIn,
    /// Makes everything smaller.
    ZoomOut,
    /// Everything at its own size.
    ZoomReset,
    /// Makes the article's text larger.
    TextLarger,
    /// Makes the article's text smaller.
    TextSmaller,
    /// Makes the article's column wider.
    Wider,
    /// Makes it narrower.
    Narrower,
    /// Looks as the system does.
    ThemeSystem,
    /// Light.
    ThemeLight,
    /// Dark.
    ThemeDark,
    /// High contrast, light or dark as the system is.
    ThemeContrast,
    /// High contrast, black on white.
    ThemeContrastLight,
    /// High contrast, white on black.
    ThemeContrastDark,
    /// The settings: faces, theme, keys.
    Settings,
    /// What was said in notices.
    Notices,
    /// What the program is.
    About,
}
