//! What each command does, and when it can.

use std::collections::BTreeSet;

use wirelight::{
    engine::request::{Kind, Reply, Request, TimeFormat},
    index::flows::Transport,
    view::{
        self,
        annotations::{self, Annotations},
        columns::Column,
        fragment::{Fragment, Theme, View},
        ladder::choice::FlowChoice,
    },
};

use super::Command;
use crate::{
    columns,
    components::printout,
    copying, exchanges, filtering, finding, ladders, objects,
    page::{Page, Room},
    state::{Action, Line, Overlay},
    streams, tables, windows,
};

/// Row heights to choose from, in pixels.
const DENSE: u32 = 20;
const COMFORTABLE: u32 = 24;

/// Does it.
pub fn run(command: Command, page: &Page) {
    use Command::*;
    let state = &page.state;
    let act = |action| state.dispatch(action);
    match command {
        OpenFile => page.choose.emit(()),
        Paste => page.opener.paste(),
        OpenLink => act(Action::Overlay(Some(Overlay::OpenLink))),
        CloseFile => act(Action::Close),
        CopyLink => {
            page.host.copy(&page.host.link(&state.fragment().text()));
            act(Action::Say(page.texts.link_copied.to_owned()));
        }
        Copy => act(Action::Overlay(Some(Overlay::Copy))),
        CopyAs(what, form) => copying::copy(what, form, page),
        Save => act(Action::Overlay(Some(Overlay::Save(None)))),
        Print => printout::print(page),
        NewWindow => windows::open(page),
        Find if state.chosen.view == View::Stream => page.host.focus(".stream-find input"),
        FindNext | FindPrevious if state.chosen.view == View::Stream => streams::find(page, command == FindPrevious),
        Find => finding::open(page),
        Filter => page.host.focus(filtering::BOX),
        ClearFilter => filtering::apply(page, ""),
        ApplyFilter | ExcludeFilter | AndFilter | OrFilter | AndNotFilter | OrNotFilter => {
            filtering::apply_field(page, command);
        }
        FindNext => finding::next(page, false),
        FindPrevious => finding::next(page, true),
        Comment => act(Action::Overlay(Some(Overlay::Comment))),
        Mark => note(page, |notes, packet| annotations::toggle(&mut notes.marks, packet)),
        UnmarkAll => note_all(page, |notes| notes.marks.clear()),
        NextMark => go_to_neighbour(page, &state.annotations.marks, true),
        PreviousMark => go_to_neighbour(page, &state.annotations.marks, false),
        Ignore => note(page, |notes, packet| annotations::toggle(&mut notes.ignored, packet)),
        HeedAll => note_all(page, |notes| notes.ignored.clear()),
        Reference => note(page, |notes, packet| annotations::toggle(&mut notes.references, packet)),
        ClearReferences => note_all(page, |notes| notes.references.clear()),
        ShowPackets => page.show(View::Packets),
        ShowExchanges => page.show(View::Exchanges),
        ExchangesHar | ExchangesCsv | ExchangesCurl => exchanges::take(page, command),
        ShowConversations => page.show(View::Conversations),
        ShowStream => streams::show(page),
        ShowFlow => page.show(View::Flow),
        FlowEven | FlowTrueTime => flow(page, |choice| choice.true_time = command == FlowTrueTime),
        FlowShowAcks | FlowFoldAcks => flow(page, |choice| choice.folded = command == FlowFoldAcks),
        FlowPorts | FlowHosts => flow(page, |choice| choice.hosts = command == FlowHosts),
        FlowMermaid | FlowSvg | FlowPng => ladders::take(page, command),
        ShowFindings => page.show(View::Findings),
        ShowFile => page.show(View::File),
        ShowObjects => page.show(View::Objects),
        SaveObjects => objects::save_all(page),
        FollowTcp => streams::follow(page, Transport::Tcp),
        FollowUdp => streams::follow(page, Transport::Udp),
        NextStream | PreviousStream | SaveStream | SaveStreamA | SaveStreamB | StreamText | StreamHex | StreamRaw
        | StreamUtf8 | StreamGbk | StreamLatin1 | StreamBoth | StreamA | StreamB => streams::run(command, page),
        EthernetTable => tables::show(page, Kind::Ethernet),
        Ipv4Table => tables::show(page, Kind::Ipv4),
        Ipv6Table => tables::show(page, Kind::Ipv6),
        TcpTable => tables::show(page, Kind::Tcp),
        UdpTable => tables::show(page, Kind::Udp),
        EndpointsTable => tables::turn(page),
        CopyTable => tables::copy(page),
        TimeRelative | TimeDelta | TimeDeltaDisplayed | TimeAbsolute | TimeAbsoluteWithDate | TimeUtc
        | TimeUtcWithDate | TimeEpoch => choose(page, |chosen| chosen.time = time_of(command).unwrap_or_default()),
        MacNames => choose(page, |chosen| chosen.names.mac ^= true),
        NetworkNames => choose(page, |chosen| chosen.names.network ^= true),
        TransportNames => choose(page, |chosen| chosen.names.transport ^= true),
        SmallerRows => choose(page, |chosen| chosen.row_height = Some(DENSE)),
        LargerRows => choose(page, |chosen| chosen.row_height = Some(COMFORTABLE)),
        OpenSubtree | OpenAll | CloseAll | FollowLink => in_tree(command, page),
        Columns => act(Action::Overlay(Some(Overlay::Columns))),
        ApplyAsColumn => {
            if let Some(Line::Field(field)) = &state.line {
                columns::change(page, |columns| columns.add(Column::Field(field.key.clone())));
            }
        }
        FitColumns => columns::fit(page, |_| true),
        DefaultColumns => columns::change(page, |columns| *columns = view::columns::Columns::default()),
        FileOrder => act(Action::Sort(None)),
        SwitchLanguage => act(Action::SwitchLanguage),
        SwitchTheme => act(Action::Theme(if page.theme() == Theme::Dark { Theme::Light } else { Theme::Dark })),
        Back => page.host.travel(-1),
        Forward => page.host.travel(1),
        GoToPacket if page.room == Room::Phone => act(Action::Overlay(Some(Overlay::GoTo))),
        GoToPacket => page.host.focus(".go-to input"),
        NextPacket => page.step(1),
        PreviousPacket => page.step(-1),
        FirstPacket => page.jump_to_place(0),
        LastPacket => page.jump_to_place(state.shown().saturating_sub(1)),
        NextInConversation => page.neighbour(true),
        PreviousInConversation => page.neighbour(false),
        ShowKeys => act(Action::Overlay(Some(Overlay::Keys))),
        ShowPalette => act(Action::Overlay(Some(Overlay::Palette))),
        ShowMenu => act(Action::Overlay(Some(Overlay::Menu))),
    }
}

/// Whether it can be done now.
pub fn is_enabled(command: Command, page: &Page) -> bool {
    use Command::*;
    let state = &page.state;
    match command {
        OpenFile | Paste | OpenLink | SwitchLanguage | SwitchTheme | Back | Forward | ShowKeys | ShowPalette
        | ShowMenu | CopyLink => true,
        CloseFile | ShowPackets | ShowExchanges | ShowConversations | ShowStream | ShowFlow | ShowFindings
        | ShowFile | ShowObjects => state.capture.is_some(),
        NextStream | PreviousStream | SaveStream | SaveStreamA | SaveStreamB | StreamText | StreamHex | StreamRaw
        | StreamUtf8 | StreamGbk | StreamLatin1 | StreamBoth | StreamA | StreamB => streams::is_enabled(command, state),
        NextMark | PreviousMark | UnmarkAll => !state.annotations.marks.is_empty(),
        OpenSubtree | FollowLink => state.line.is_some(),
        CopyAs(what, _) => copying::is_there(what, state),
        HeedAll => !state.annotations.ignored.is_empty(),
        ClearReferences => !state.annotations.references.is_empty(),
        ApplyAsColumn => matches!(state.line, Some(Line::Field(_))),
        ApplyFilter | ExcludeFilter => filtering::is_pointed(state),
        AndFilter | OrFilter | AndNotFilter | OrNotFilter => {
            state.chosen.filter.is_some() && filtering::is_pointed(state)
        }
        FlowMermaid | FlowSvg | FlowPng => state.ladder.is_some(),
        SaveObjects => state.chosen.view == View::Objects,
        ExchangesHar | ExchangesCsv => state.chosen.view == View::Exchanges,
        ExchangesCurl => state.chosen.view == View::Exchanges && state.exchange.is_some(),
        DefaultColumns => state.chosen.columns.is_some(),
        FileOrder => state.chosen.sorting.is_some(),
        ClearFilter => state.chosen.filter.is_some(),
        _ => state.packets() > 0,
    }
}

/// Whether it is a choice that is made now; nothing for what is no choice.
pub fn is_checked(command: Command, page: &Page) -> Option<bool> {
    use Command::*;
    let chosen = &page.state.chosen;
    let packet = page.state.selected.and_then(|packet| u32::try_from(packet).ok());
    let among = |packets: &BTreeSet<u32>| packet.is_some_and(|packet| packets.contains(&packet));
    let notes = &page.state.annotations;
    Some(match command {
        Mark => among(&notes.marks),
        Ignore => among(&notes.ignored),
        Reference => among(&notes.references),
        ShowPackets => chosen.view == View::Packets,
        ShowExchanges => chosen.view == View::Exchanges,
        ShowConversations => chosen.view == View::Conversations,
        ShowStream => chosen.view == View::Stream,
        ShowFlow => chosen.view == View::Flow,
        ShowFindings => chosen.view == View::Findings,
        ShowFile => chosen.view == View::File,
        ShowObjects => chosen.view == View::Objects,
        MacNames => chosen.names.mac,
        NetworkNames => chosen.names.network,
        TransportNames => chosen.names.transport,
        SmallerRows => page.row_height() == DENSE,
        LargerRows => page.room != Room::Phone && page.row_height() == COMFORTABLE,
        command => match streams::is_checked(command, &page.state) {
            Some(checked) => checked,
            None => chosen.time == time_of(command)?,
        },
    })
}

fn time_of(command: Command) -> Option<TimeFormat> {
    Some(match command {
        Command::TimeRelative => TimeFormat::Relative,
        Command::TimeDelta => TimeFormat::Delta,
        Command::TimeDeltaDisplayed => TimeFormat::DeltaDisplayed,
        Command::TimeAbsolute => TimeFormat::Absolute,
        Command::TimeAbsoluteWithDate => TimeFormat::AbsoluteWithDate,
        Command::TimeUtc => TimeFormat::Utc,
        Command::TimeUtcWithDate => TimeFormat::UtcWithDate,
        Command::TimeEpoch => TimeFormat::Epoch,
        _ => return None,
    })
}

fn choose(page: &Page, change: impl FnOnce(&mut Fragment)) {
    let mut chosen = page.state.chosen.clone();
    change(&mut chosen);
    page.state.dispatch(Action::Choose(chosen));
}

/// Draws the ladder otherwise.
fn flow(page: &Page, change: impl FnOnce(&mut FlowChoice)) {
    let mut choice = page.state.chosen.flow.clone().unwrap_or_default();
    change(&mut choice);
    page.show(View::Flow);
    page.state.dispatch(Action::Flow(choice));
}

/// Does something with the selected packet's tree, once it is there.
fn in_tree(command: Command, page: &Page) {
    let Some(packet) = page.state.selected else { return };
    let request = Request::Packet { packet, settings: (*page.settings).clone() };
    let acting = page.clone();
    page.ask(request, move |reply| {
        let Reply::Packet(Some(packet)) = reply else { return };
        let (tree, page) = (packet.tree.as_slice(), &acting);
        let selected = page.state.line.as_ref().and_then(|line| line.index_in(tree));
        if command == Command::FollowLink {
            if let Some(target) = selected.and_then(|index| tree.get(index)?.target) {
                page.jump(target);
            }
            return;
        }
        let mut folds = page.state.folds.clone();
        let layers = tree.iter().enumerate().filter(|(_, line)| line.depth == 0).map(|(index, _)| index);
        let lines: Vec<usize> =
            if command == Command::OpenSubtree { selected.into_iter().collect() } else { layers.collect() };
        for index in lines {
            folds.set_all_in(tree, index, command != Command::CloseAll);
        }
        page.state.dispatch(Action::Fold(folds));
    });
}

/// Notes something on every selected packet.
fn note(page: &Page, change: impl Fn(&mut Annotations, u32)) {
    let mut notes = (*page.state.annotations).clone();
    for packet in page.state.selection() {
        if let Ok(packet) = u32::try_from(packet) {
            change(&mut notes, packet);
        }
    }
    page.state.dispatch(Action::Annotate(notes));
}

fn note_all(page: &Page, change: impl FnOnce(&mut Annotations)) {
    let mut notes = (*page.state.annotations).clone();
    change(&mut notes);
    page.state.dispatch(Action::Annotate(notes));
}

fn go_to_neighbour(page: &Page, packets: &BTreeSet<u32>, later: bool) {
    let here = page.state.selected.and_then(|packet| u32::try_from(packet).ok()).unwrap_or(0);
    if let Some(packet) = annotations::neighbour(packets, here, later) {
        page.jump(packet.into());
    }
}
