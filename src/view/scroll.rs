//! Which rows a scrolled list shows, at any length.
//!
//! A row number is the position and pixels are only what is left over, because elements end at 9 to 33 million pixels:
//! up to [`TALLEST`] the browser scrolls the real height, above that a stand-in of that height. There the scroll bar
//! maps by proportion while wheel and keys still move exact pixels and rows.

use std::ops::Range;

/// The tallest element that is scrolled as it is, in pixels; taller lists are mapped onto one of this height.
pub const TALLEST: u64 = 8_000_000;

/// Rows drawn above and below the visible ones.
const MARGIN: u64 = 10;

/// Rows that share an anchor.
const ANCHORED: u64 = 1024;

/// What is at the upper edge of the view: a row, and how many of its pixels are above the edge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Row number from 0.
    pub row: u64,
    /// Hidden pixels of that row.
    pub pixel: u32,
}

/// The sizes that decide what is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Rows in the list.
    pub rows: u64,
    /// Height of every row in pixels.
    pub row_height: u32,
    /// Height of the view in pixels.
    pub view: u32,
}

impl Geometry {
    /// Whether the list is too tall for the browser and its scroll bar works by proportion.
    pub fn mapped(&self) -> bool {
        self.height() > TALLEST
    }

    /// Height of the element that the browser scrolls.
    pub fn scrolled_height(&self) -> u64 {
        self.height().min(TALLEST)
    }

    /// Rows that fit whole into the view: how far a page key moves.
    pub fn page(&self) -> u64 {
        u64::from(self.view / self.row_height.max(1)).max(1)
    }

    /// How much of the list is in view, as a part of one.
    pub fn share(&self) -> f64 {
        if self.height() == 0 { 1.0 } else { (f64::from(self.view) / self.height() as f64).min(1.0) }
    }

    /// How far down the view is: 0 at the top, 1 at the lowest place.
    pub fn depth(&self, place: Place) -> f64 {
        if self.travel() == 0 { 0.0 } else { self.pixel(place).min(self.travel()) as f64 / self.travel() as f64 }
    }

    /// The place so far down, the reverse of [`Geometry::depth`].
    pub fn place_at_depth(&self, depth: f64) -> Place {
        self.place((depth.clamp(0.0, 1.0) * self.travel() as f64).round() as u64)
    }

    /// The lowest place: the last row stands at the lower edge of the view.
    pub fn end(&self) -> Place {
        self.place(self.travel())
    }

    /// The place that a position of the scroll bar means.
    pub fn place_at(&self, scroll_top: f64) -> Place {
        let reach = self.scrolled_height().saturating_sub(u64::from(self.view)) as f64;
        if scroll_top <= 0.0 || reach <= 0.0 {
            return Place::default();
        }
        if scroll_top >= reach {
            return self.end();
        }
        let pixel = if self.mapped() { scroll_top / reach * self.travel() as f64 } else { scroll_top };
        self.place((pixel.round() as u64).min(self.travel()))
    }

    /// The position of the scroll bar that shows `place`.
    pub fn scroll_top(&self, place: Place) -> f64 {
        let pixel = self.pixel(place).min(self.travel());
        if !self.mapped() {
            return pixel as f64;
        }
        let reach = TALLEST.saturating_sub(u64::from(self.view));
        pixel as f64 / self.travel().max(1) as f64 * reach as f64
    }

    /// Where a scroll from bar position `before` to `after` leads: a short one moves exact pixels (a finger, a click
    /// on the bar's track), a long one is the thumb being dragged.
    pub fn scrolled(&self, place: Place, before: f64, after: f64) -> Place {
        let reach = self.scrolled_height().saturating_sub(u64::from(self.view)) as f64;
        let way = after - before;
        let short = way.abs() <= f64::from(self.view) * 2.0;
        if self.mapped() && short && after > 0.0 && after < reach {
            return self.moved(place, way.round() as i64);
        }
        self.place_at(after)
    }

    /// The place some pixels further down (or up).
    pub fn moved(&self, place: Place, pixels: i64) -> Place {
        let from = self.pixel(place);
        let to = if pixels < 0 { from.saturating_sub(pixels.unsigned_abs()) } else { from + pixels.unsigned_abs() };
        self.place(to.min(self.travel()))
    }

    /// The nearest place that shows `row` whole.
    pub fn revealing(&self, place: Place, row: u64) -> Place {
        let top = row.min(self.rows.saturating_sub(1)) * u64::from(self.row_height);
        let bottom = top + u64::from(self.row_height);
        let (from, view) = (self.pixel(place), u64::from(self.view));
        let to = if top < from || view < u64::from(self.row_height) {
            top
        } else if bottom > from + view {
            bottom - view
        } else {
            from
        };
        self.place(to.min(self.travel()))
    }

    /// The rows to draw at `place`: the visible ones and a few around them.
    pub fn window(&self, place: Place) -> Range<u64> {
        let seen = self.page() + 2;
        let first = place.row.saturating_sub(MARGIN).min(self.rows);
        first..(place.row + seen + MARGIN).min(self.rows)
    }

    /// The row that the drawn ones are placed by: it changes seldom, so that rows keep their places among each other and a
    /// step down the list paints one row and not all.
    pub fn anchor(&self, place: Place) -> u64 {
        self.window(place).start / ANCHORED * ANCHORED
    }

    /// How far the scroll bar's position moves until its thumb is seen to move, in pixels.
    pub fn bar_step(&self) -> f64 {
        if self.mapped() { self.scrolled_height() as f64 / f64::from(self.view.max(1)) } else { 1.0 }
    }

    /// The row that lies `y` pixels below the upper edge of the view.
    pub fn row_at(&self, place: Place, y: i64) -> Option<u64> {
        let pixel = self.pixel(place).checked_add_signed(y)?;
        let row = pixel / u64::from(self.row_height.max(1));
        (row < self.rows).then_some(row)
    }

    /// Height of all rows.
    fn height(&self) -> u64 {
        self.rows.saturating_mul(u64::from(self.row_height))
    }

    /// How many pixels the view can move down at most.
    fn travel(&self) -> u64 {
        self.height().saturating_sub(u64::from(self.view))
    }

    fn pixel(&self, place: Place) -> u64 {
        place.row.saturating_mul(u64::from(self.row_height)) + u64::from(place.pixel)
    }

    fn place(&self, pixel: u64) -> Place {
        let height = u64::from(self.row_height.max(1));
        Place { row: pixel / height, pixel: (pixel % height) as u32 }
    }
}

/// Where a key leads in a list whose last row is `last` and of which `page` rows are in view; nothing for other keys. From
/// nowhere the first step leads to the first row.
pub fn walked(key: &str, here: Option<u64>, last: u64, page: u64) -> Option<u64> {
    let from = here.unwrap_or(0);
    let to = match key {
        "ArrowDown" => here.map_or(0, |here| here.saturating_add(1)),
        "ArrowUp" => from.saturating_sub(1),
        "PageDown" => from.saturating_add(page),
        "PageUp" => from.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// The rows of a window in whole steps, one step at least: the first of them, and how many.
pub fn in_steps(window: &Range<u64>, step: u32) -> (u32, u32) {
    let of = u64::from(step.max(1));
    let first = window.start / of * of;
    let count = window.end.next_multiple_of(of).saturating_sub(first).max(of);
    (first as u32, count as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [u64; 6] = [0, 1, 40, 399_999, 50_000_000, 500_000_000];

    fn list(rows: u64) -> Geometry {
        Geometry { rows, row_height: 20, view: 330 }
    }

    #[test]
    fn small_lists_scroll_as_they_are() {
        let list = list(400_000);
        assert!(!list.mapped());
        assert_eq!(list.scrolled_height(), 8_000_000);
        assert_eq!(list.place_at(4_010.0), Place { row: 200, pixel: 10 });
        assert_eq!(list.scroll_top(Place { row: 200, pixel: 10 }), 4_010.0);
    }

    #[test]
    fn no_list_is_taller_than_a_browser_can_draw() {
        for rows in SIZES {
            assert!(list(rows).scrolled_height() <= TALLEST, "{rows}");
        }
    }

    #[test]
    fn the_last_row_is_reached_by_the_bar_at_any_size() {
        for rows in SIZES.into_iter().filter(|rows| *rows > 0) {
            let list = list(rows);
            let lowest = list.scrolled_height().saturating_sub(330) as f64;
            let end = list.place_at(lowest);
            assert_eq!(end, list.end(), "{rows}");
            assert_eq!(list.window(end).end, rows, "{rows}");
            let last_bottom = (rows - end.row) * 20 - u64::from(end.pixel);
            assert!(rows < 17 || last_bottom == 330, "{rows}: the last row ends at {last_bottom}");
        }
    }

    #[test]
    fn down_moves_exactly_one_row_at_any_size() {
        for rows in [50_000_000, 500_000_000] {
            let list = list(rows);
            let mut place = list.place_at(5_123_456.0);
            let start = place.row;
            for row in start + 16..start + 2_016 {
                let next = list.revealing(place, row);
                let way = (next.row - place.row) as i64 * 20 + i64::from(next.pixel) - i64::from(place.pixel);
                assert!((0..=20).contains(&way), "row {row} moved {way} pixels");
                place = next;
            }
            assert_eq!(list.revealing(place, rows - 1), list.end());
        }
    }

    #[test]
    fn every_row_can_be_shown_and_found_again_from_the_bar() {
        for rows in [50_000_000_u64, 500_000_000] {
            let list = list(rows);
            for row in (0..rows).step_by(999_983) {
                let place = list.revealing(Place::default(), row);
                assert!(list.window(place).contains(&row), "{row}");
                let back = list.place_at(list.scroll_top(place));
                assert!(back.row.abs_diff(place.row) <= 1, "{place:?} came back as {back:?}");
            }
        }
    }

    #[test]
    fn the_thumb_stands_where_the_view_is() {
        for rows in SIZES {
            let list = list(rows);
            assert_eq!(list.place_at_depth(0.0), Place::default());
            assert_eq!(list.place_at_depth(1.0), list.end());
            let middle = list.place_at_depth(0.5);
            assert!(rows < 17 || (list.depth(middle) - 0.5).abs() < 0.01, "{rows}");
            assert!(list.share() > 0.0 && list.share() <= 1.0, "{rows}");
        }
    }

    #[test]
    fn a_wheel_moves_pixels_and_a_thumb_moves_by_proportion() {
        let list = list(50_000_000);
        let place = Place { row: 25_000_000, pixel: 5 };
        let bar = list.scroll_top(place);
        assert_eq!(list.scrolled(place, bar, bar + 120.0), Place { row: 25_000_006, pixel: 5 });
        assert_eq!(list.scrolled(place, bar, bar - 25.0), Place { row: 24_999_999, pixel: 0 });
        let quarter = list.scrolled(place, bar, TALLEST as f64 / 4.0);
        assert!(quarter.row.abs_diff(12_500_000) < 1_000, "{quarter:?}");
        assert_eq!(list.scrolled(place, bar, 0.0), Place::default());
    }

    #[test]
    fn growing_does_not_move_the_view() {
        let place = Place { row: 390_000, pixel: 7 };
        let (before, after) = (list(399_999), list(50_000_000));
        assert_eq!(before.window(place).start, after.window(place).start);
        assert_eq!(after.place_at(after.scroll_top(place)).row, place.row);
    }

    #[test]
    fn nothing_overflows_at_the_edges() {
        let empty = list(0);
        assert_eq!(empty.place_at(100.0), Place::default());
        assert_eq!(empty.window(Place::default()), 0..0);
        assert_eq!(empty.revealing(Place::default(), 3), Place::default());
        assert_eq!(empty.row_at(Place::default(), 5), None);
        let one = list(1);
        assert_eq!(one.moved(Place::default(), 500), Place::default());
        assert_eq!(one.row_at(Place::default(), 19), Some(0));
        assert_eq!(one.row_at(Place::default(), 20), None);
        assert_eq!(one.row_at(Place::default(), -1), None);
    }

    #[test]
    fn only_the_visible_rows_and_a_margin_are_drawn() {
        let list = list(50_000_000);
        let window = list.window(Place { row: 1_000, pixel: 0 });
        assert_eq!(window, 990..1_028);
    }

    #[test]
    fn keys_walk_within_the_list() {
        let from = |here, key| walked(key, here, 99, 20);
        assert_eq!(
            ["ArrowDown", "ArrowUp", "PageDown", "PageUp"].map(|key| from(Some(50), key)),
            [51, 49, 70, 30].map(Some)
        );
        assert_eq!(["Home", "End"].map(|key| from(Some(50), key)), [0, 99].map(Some));
        assert_eq!(["ArrowDown", "PageDown", "End"].map(|key| from(Some(99), key)), [Some(99); 3]);
        assert_eq!(["ArrowUp", "PageUp", "Home"].map(|key| from(Some(0), key)), [Some(0); 3]);
        assert_eq!(["ArrowDown", "ArrowUp", "PageDown"].map(|key| from(None, key)), [0, 0, 20].map(Some));
        assert_eq!(["Enter", "ArrowLeft", "a", ""].map(|key| from(Some(50), key)), [None; 4]);
        // a shorter list than the one before
        assert_eq!(walked("ArrowUp", Some(50), 3, 20), Some(3));
        assert_eq!(walked("ArrowDown", Some(0), 0, 20), Some(0));
    }

    #[test]
    fn rows_are_asked_for_in_steps() {
        assert_eq!(in_steps(&(0..30), 64), (0, 64));
        assert_eq!(in_steps(&(60..90), 64), (0, 128));
        assert_eq!(in_steps(&(64..128), 64), (64, 64));
        assert_eq!(in_steps(&(0..0), 64), (0, 64));
    }
}
