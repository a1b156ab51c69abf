//! Scrolling through any number of rows: only those in view are drawn, and the row at the upper edge is the position
//! (`wirelight::view::scroll` does the arithmetic). The list, the tree and the bytes all scroll by this.

use std::{
    cell::{Cell, RefCell},
    ops::Range,
    rc::Rc,
};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, ResizeObserver, WheelEvent};
use wirelight::view::scroll::{Geometry, Place};
use yew::prelude::*;

/// How long a finger or a key may rest before the scroll bar is put where it belongs, in milliseconds.
const REST: u32 = 200;

/// A scrolled list, for the component that draws it.
#[derive(Clone)]
pub struct VirtualRows {
    /// The rows to draw.
    pub window: Range<u64>,
    /// Rows that fit into the view.
    pub page: u64,
    /// How far down the view is, 0 to 1.
    pub depth: f64,
    /// How much of the list is in view, as a part of one.
    pub share: f64,
    inner: Rc<Inner>,
}

impl PartialEq for VirtualRows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
            && (&self.window, self.depth, self.share) == (&other.window, other.depth, other.share)
    }
}

struct Inner {
    scroller: NodeRef,
    tall: NodeRef,
    stage: NodeRef,
    geometry: Cell<Geometry>,
    place: Cell<Place>,
    /// The row that was shown last, until the person scrolls: it stays in view when the view becomes lower.
    revealed: Cell<Option<u64>>,
    /// Where the scroll bar is, as far as we know.
    bar: Cell<f64>,
    /// The bar waits for a finger or a key to rest.
    held: RefCell<Option<Timeout>>,
    update: UseForceUpdateHandle,
}

/// Scrolls through `rows` rows of that height; the element that scrolls must carry [`VirtualRows::scroller`].
#[hook]
pub fn use_virtual_rows(rows: u64, row_height: u32) -> VirtualRows {
    let update = use_force_update();
    let (scroller, tall, stage) = (use_node_ref(), use_node_ref(), use_node_ref());
    let inner = use_memo((), |()| Inner {
        scroller,
        tall,
        stage,
        geometry: Cell::default(),
        place: Cell::default(),
        revealed: Cell::default(),
        bar: Cell::new(0.0),
        held: RefCell::default(),
        update,
    });
    inner.reshape(rows, row_height);
    use_effect_with((), {
        let inner = inner.clone();
        move |()| {
            let listeners = inner.clone().listen();
            move || drop(listeners)
        }
    });
    use_effect({
        let inner = inner.clone();
        move || inner.draw()
    });
    let (geometry, place) = (inner.geometry.get(), inner.place.get());
    VirtualRows {
        window: geometry.window(place),
        page: geometry.page(),
        depth: geometry.depth(place),
        share: geometry.share(),
        inner,
    }
}

/// Gives the keys to the rows when they are first shown.
#[hook]
pub fn use_focus(rows: &VirtualRows) {
    use_effect_with((), {
        let scroller = rows.scroller();
        move |()| {
            if let Some(scroller) = scroller.cast::<HtmlElement>() {
                let _ = scroller.focus();
            }
        }
    });
}

impl VirtualRows {
    /// For the element that scrolls.
    pub fn scroller(&self) -> NodeRef {
        self.inner.scroller.clone()
    }

    /// The rows of the window, to stand inside the scroller.
    pub fn view(&self, rows: Html) -> Html {
        let mapped = self.inner.geometry.get().mapped();
        html! {
            <div class="rows-tall" role="presentation" ref={self.inner.tall.clone()}>
                <div class={classes!("rows-holder", mapped.then_some("mapped"))} role="presentation">
                    <div class="rows-stage" role="presentation" ref={self.inner.stage.clone()}>{ rows }</div>
                </div>
            </div>
        }
    }

    /// Scrolls as little as needed to show a row.
    pub fn reveal(&self, row: u64) {
        let inner = &self.inner;
        inner.go(inner.geometry.get().revealing(inner.place.get(), row));
        inner.revealed.set(Some(row));
    }

    /// Scrolls so far down, 0 to 1.
    pub fn go_to_depth(&self, depth: f64) {
        self.inner.go(self.inner.geometry.get().place_at_depth(depth));
    }

    /// Scrolls some pixels down, or up.
    pub fn scroll_by(&self, pixels: f64) {
        let inner = &self.inner;
        inner.go(inner.geometry.get().moved(inner.place.get(), pixels.round() as i64));
    }

    /// The row under a height of the window.
    pub fn row_at(&self, client_y: i32) -> Option<u64> {
        let top = self.inner.scroller.cast::<Element>()?.get_bounding_client_rect().top();
        let y = (f64::from(client_y) - top).floor() as i64;
        self.inner.geometry.get().row_at(self.inner.place.get(), y)
    }
}

impl Inner {
    /// Takes new sizes; the row at the upper edge stays there.
    fn reshape(&self, rows: u64, row_height: u32) {
        let geometry = Geometry { rows, row_height, ..self.geometry.get() };
        self.geometry.set(geometry);
        self.place.set(geometry.moved(self.place.get(), 0));
    }

    fn go(&self, place: Place) {
        self.revealed.set(None);
        if self.place.replace(place) != place {
            self.held.replace(None);
            self.update.force_update();
        }
    }

    fn measure(&self) {
        let Some(scroller) = self.scroller.cast::<Element>() else { return };
        let view = u32::try_from(scroller.client_height()).unwrap_or(0);
        let geometry = Geometry { view, ..self.geometry.get() };
        if self.geometry.replace(geometry) != geometry {
            let place = geometry.moved(self.place.get(), 0);
            self.place.set(self.revealed.get().map_or(place, |row| geometry.revealing(place, row)));
            self.update.force_update();
        }
    }

    /// Puts height, rows and scroll bar where they belong.
    fn draw(self: &Rc<Self>) {
        let (geometry, place) = (self.geometry.get(), self.place.get());
        let (anchor, height) = (geometry.anchor(place), u64::from(geometry.row_height));
        let above = (geometry.window(place).start - anchor) * height;
        let y = if geometry.mapped() {
            (anchor as i64 - place.row as i64) * height as i64 - i64::from(place.pixel)
        } else {
            (anchor * height) as i64
        };
        style(&self.tall, "height", &format!("{}px", geometry.scrolled_height()));
        style(&self.stage, "padding-top", &format!("{above}px"));
        style(&self.stage, "transform", &format!("translateY({y}px)"));
        let way = (geometry.scroll_top(place) - self.bar.get()).abs();
        if self.held.borrow().is_some() || way < 1.0 {
            return;
        }
        // to move the bar makes the browser lay out everything at once: what nobody sees can wait
        if way < geometry.bar_step() { self.rest() } else { self.put_bar() }
    }

    fn put_bar(&self) {
        if let Some(scroller) = self.scroller.cast::<Element>() {
            scroller.set_scroll_top(self.geometry.get().scroll_top(self.place.get()).round() as i32);
            self.bar.set(f64::from(scroller.scroll_top()));
        }
    }

    /// Puts the bar where it belongs when nothing has moved for a while.
    fn rest(self: &Rc<Self>) {
        let inner = self.clone();
        let rest = Timeout::new(REST, move || {
            inner.held.replace(None);
            inner.put_bar();
        });
        self.held.replace(Some(rest));
    }

    /// The bar was moved, by us or by the person.
    fn scrolled(self: &Rc<Self>) {
        let Some(scroller) = self.scroller.cast::<Element>() else { return };
        let bar = f64::from(scroller.scroll_top());
        let before = self.bar.replace(bar);
        if (bar - before).abs() < 1.0 {
            return;
        }
        self.revealed.set(None);
        let place = self.geometry.get().scrolled(self.place.get(), before, bar);
        if self.geometry.get().mapped() {
            self.rest();
        }
        if self.place.replace(place) != place {
            self.update.force_update();
        }
    }

    /// A wheel moves exact pixels, where the bar could only jump.
    fn wheeled(&self, event: &WheelEvent) {
        let geometry = self.geometry.get();
        if !geometry.mapped() || event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let step = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => f64::from(geometry.row_height),
            WheelEvent::DOM_DELTA_PAGE => f64::from(geometry.view),
            _ => 1.0,
        };
        self.go(geometry.moved(self.place.get(), (event.delta_y() * step).round() as i64));
    }

    fn listen(self: Rc<Self>) -> Option<impl Sized> {
        let scroller = self.scroller.cast::<Element>()?;
        let on_scroll = {
            let inner = self.clone();
            EventListener::new(&scroller, "scroll", move |_| inner.scrolled())
        };
        let on_wheel = {
            let inner = self.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&scroller, "wheel", options, move |event| {
                if let Some(event) = event.dyn_ref() {
                    inner.wheeled(event);
                }
            })
        };
        self.measure();
        let resized = Closure::<dyn Fn()>::new(move || self.measure());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(&scroller);
        Some((on_scroll, on_wheel, Observation { observer, _resized: resized }))
    }
}

/// Ends with the component that is observed.
struct Observation {
    observer: ResizeObserver,
    _resized: Closure<dyn Fn()>,
}

impl Drop for Observation {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Sets one property through the object model: the page's policy allows no `style` attribute.
pub fn style(node: &NodeRef, property: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _ = element.style().set_property(property, value);
    }
}
