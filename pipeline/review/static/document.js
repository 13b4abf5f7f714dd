// The page of one document: shows places on the picture of the page, marks facts as checked, and turns pages.
// Everything works as plain links and forms too, except showing a place without loading the page again.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

const SVG = "http://www.w3.org/2000/svg";

const viewer = $("#viewer");
const pane = $("#pane");
const sheet = $("#sheet");
const narrow = matchMedia("(max-width: 900px)");
let shown = 0; // page whose picture and boxes stand in the viewer
let loading = null; // the request under way
let zoom = 1;
let touched = false; // a place was chosen by hand: the one that the address names comes too late

// --- pages -------------------------------------------------------------------------------------------------------

async function showPage(number, place) {
  if ("stored" in viewer.dataset) return place ? showStored(place) : null;
  if (!Number(viewer.dataset.pages)) return;
  number = Math.max(1, Math.min(Number(number) || 1, Number(viewer.dataset.pages)));
  $("#page-number").value = number;
  $("#page-before").disabled = number === 1;
  $("#page-after").disabled = number === Number(viewer.dataset.pages);
  if (number !== shown) {
    if (loading) loading.abort();
    loading = new AbortController();
    const mine = loading;
    say(viewer.dataset.loading);
    viewer.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`/documents/${viewer.dataset.document}/pages/${number}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const page = await answer.json();
      if (mine.signal.aborted) return;
      draw(number, page);
    } catch (error) {
      if (error.name !== "AbortError") { say(viewer.dataset.failed, true); shown = 0; }
      return;
    } finally {
      if (mine === loading) viewer.removeAttribute("aria-busy");
    }
  }
  return place ? mark(place) : null;
}

// Where there is no picture, the table itself stands in its place, and its cell is marked.
async function showStored(place) {
  for (const cell of $$(".chosen, .kin", sheet)) cell.classList.remove("chosen", "kin");
  if (!place.table) return null;
  let cells = storedRow(place);
  if (!cells.length) {
    if (loading) loading.abort();
    loading = new AbortController();
    try {
      const question = new URLSearchParams({ table: place.table, row: place.row });
      const answer = await fetch(`/documents/${viewer.dataset.document}/stored?${question}`, { signal: loading.signal });
      if (!answer.ok) throw new Error(answer.status);
      sheet.innerHTML = await answer.text(); // escaped by the server
      say("");
    } catch (error) {
      if (error.name !== "AbortError") say(viewer.dataset.failed, true);
      return null;
    }
    cells = storedRow(place);
  }
  for (const cell of cells) cell.classList.add("kin");
  const exact = cells.find((cell) => place.column !== "" && covers(cell.dataset.column, cell.dataset.columns, Number(place.column)));
  if (exact) exact.classList.add("chosen");
  const first = exact || cells[0];
  if (first) first.scrollIntoView({ block: "nearest", inline: "nearest" });
  return null;
}

const storedRow = (place) => place.row === "" ? [] : $$("[data-place]", sheet).filter((cell) => cell.dataset.table === place.table && covers(cell.dataset.atRow, cell.dataset.rows, Number(place.row)));

function say(text, wrong = false) {
  const note = $("#note");
  note.textContent = text || "";
  note.classList.toggle("wrong", wrong);
}

function draw(number, page) {
  const paper = $("#paper-page"), picture = $("#picture"), overlay = $("#overlay");
  shown = number;
  say(page.note, page.state !== "ok");
  overlay.replaceChildren();
  paper.hidden = page.state !== "ok";
  if (paper.hidden) { picture.removeAttribute("src"); return; }
  picture.width = Math.round(page.width);
  picture.height = Math.round(page.height);
  picture.alt = viewer.dataset.alt.replace("{n}", number);
  picture.src = page.picture;
  overlay.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  for (const cell of page.cells) {
    const box = rectangle("box" + (cell.is_header ? " header" : "") + (cell.text ? "" : " blank"), cell);
    box.printed = cell.text || "";
    Object.assign(box.dataset, {
      table: cell.table_id, row: cell.row_index, column: cell.column_index,
      rows: cell.row_span || 1, columns: cell.column_span || 1,
    });
    if (cell.ocr_confidence !== null && cell.ocr_confidence < 0.9) box.classList.add("unsure");
    overlay.append(box);
  }
  for (const sentence of page.sentences) {
    for (const [x0, top, x1, bottom] of sentence.boxes) {
      const box = rectangle("box sentence", { x0: x0 - 1, top: top - 1, x1: x1 + 1, bottom: bottom + 1 });
      box.dataset.sentence = sentence.id;
      overlay.append(box);
    }
  }
  sheet.scrollTop = 0;
}

function rectangle(style, box) {
  const shape = document.createElementNS(SVG, "rect");
  shape.setAttribute("class", style);
  shape.setAttribute("x", box.x0);
  shape.setAttribute("y", box.top);
  shape.setAttribute("width", Math.max(0, box.x1 - box.x0));
  shape.setAttribute("height", Math.max(0, box.bottom - box.top));
  return shape;
}

// --- places ------------------------------------------------------------------------------------------------------

const covers = (start, span, wanted) => Number(start) <= wanted && wanted < Number(start) + Number(span);

// Mark a place on the picture: the box of the cell strongly, the others of its row faintly.
function mark(place) {
  const boxes = $$(".box", viewer);
  for (const box of boxes) box.classList.remove("on", "row");
  let found = [];
  if (place.sentence) {
    found = boxes.filter((box) => box.dataset.sentence === place.sentence);
    if (!found.length && !$("#paper-page").hidden) say(viewer.dataset.notHere);
  } else if (place.table && place.row !== "") {
    const row = boxes.filter((box) => box.dataset.table === place.table && covers(box.dataset.row, box.dataset.rows, Number(place.row)));
    for (const box of row) box.classList.add("row");
    const said = saying(row, place.printed);
    found = said ? [said] : place.column === "" || place.column === undefined ? row
      : row.filter((box) => covers(box.dataset.column, box.dataset.columns, Number(place.column)));
    if (!found.length) found = row;
  } else if (place.table) {
    found = boxes.filter((box) => box.dataset.table === place.table);
    for (const box of found) box.classList.add("row");
    found = found.slice(0, 1);
  }
  if (place.sentence || found.length === 1 || (place.column !== "" && place.column !== undefined)) for (const box of found) box.classList.add("on");
  // A label that spans many rows says less about the place than the lowest box.
  const height = (box) => Number(box.getAttribute("height"));
  if (found.length) bring(place.sentence ? found[0] : found.reduce((least, box) => (height(box) < height(least) ? box : least)));
  return found.length === 1 ? found[0] : null;
}

// The one box of a row that holds a printed text or figure; null when several do, or none.
function saying(row, printed) {
  const bare = (text) => text.replace(/[\s,，]/g, "").replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
  const wanted = bare(printed || "");
  if (!wanted) return null;
  const digit = (char) => char !== undefined && /[\d.]/.test(char);
  const holds = (text) => {
    const at = text.indexOf(wanted);
    return at >= 0 && !(digit(wanted[0]) && digit(text[at - 1])) && !(digit(wanted.at(-1)) && digit(text[at + wanted.length]));
  };
  const same = row.filter((box) => bare(box.printed) === wanted);
  const near = same.length ? same : row.filter((box) => holds(bare(box.printed)));
  return near.length === 1 ? near[0] : null;
}

// Scroll the sheet, not the whole page, until a box is well in sight.
function bring(box) {
  const frame = sheet.getBoundingClientRect(), at = box.getBoundingClientRect();
  if (at.top < frame.top + 30 || at.bottom > frame.bottom - 30) sheet.scrollTop += at.top - frame.top - frame.height / 3;
  if (at.left < frame.left || at.right > frame.right) sheet.scrollLeft += at.left - frame.left - 40;
}

const placeOf = (element) => ({
  page: element.dataset.page, table: element.dataset.table || "", row: element.dataset.atRow ?? "",
  column: element.dataset.column ?? "", sentence: element.dataset.sentence || "", fact: element.dataset.fact || "",
});

// Show what an element of the left side stands for; `printed` is the figure that was clicked in it, `withCard` opens its
// card (one that is open follows anyway).
async function choose(element, { printed = "", withCard = true } = {}) {
  touched = true;
  const place = { ...placeOf(element), printed: printed || element.dataset.printed || "" };
  for (const other of $$(".chosen, .kin", pane)) other.classList.remove("chosen", "kin");
  element.classList.add("chosen");
  if (narrow.matches) turnTo("page");
  remember(place);
  const about = place.fact ? `fact=${place.fact}` : place.table && place.row !== "" && place.column !== "" ? cardOf(place) : "";
  const card = withCard || $("#card").firstChild ? loadCard(about) : null;
  const box = await showPage(place.page || shown || 1, place);
  if (withCard && box && element.dataset.printed && !place.column && element.classList.contains("chosen")) {
    await loadCard(cardOf({ table: box.dataset.table, row: box.dataset.row, column: box.dataset.column }));
  }
  await card;
}

const cardOf = (place) => place.sentence
  ? new URLSearchParams({ page: place.page, sentence: place.sentence }).toString()
  : new URLSearchParams({ table: place.table, row: place.row, column: place.column }).toString();

function remember(place) {
  const address = new URL(location);
  for (const name of ["fact", "words", "saved", "withdrawn", "checked", "taught", "forgotten"]) address.searchParams.delete(name);
  const parts = place.fact ? { fact: place.fact, page: place.page } : { page: place.page, table: place.table, row: place.row, column: place.column };
  if (place.fact) for (const name of ["table", "row", "column"]) address.searchParams.delete(name);
  for (const [name, value] of Object.entries(parts)) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

let cardRequest = null;
async function loadCard(question) {
  if (cardRequest) cardRequest.abort();
  if (!question) { $("#card").replaceChildren(); return; }
  cardRequest = new AbortController();
  try {
    const answer = await fetch(`/documents/${viewer.dataset.document}/card?${question}`, { signal: cardRequest.signal });
    $("#card").innerHTML = answer.ok ? await answer.text() : ""; // escaped by the server
    prepareForms();
    // The card takes room from the picture.
    const chosen = $(".box.on", viewer);
    if (chosen) bring(chosen);
  } catch (error) {
    if (error.name !== "AbortError") $("#card").replaceChildren();
  }
}

// A box was clicked: say what it is, and show what was made of it on the left.
function openBox(box) {
  touched = true;
  const place = { page: String(shown), table: box.dataset.table || "", row: box.dataset.row ?? "", column: box.dataset.column ?? "", sentence: box.dataset.sentence || "" };
  mark(place);
  loadCard(cardOf(place));
  for (const other of $$(".chosen, .kin", pane)) other.classList.remove("chosen", "kin");
  const kin = $$("[data-place]", pane).filter((element) => place.sentence
    ? element.dataset.sentence === place.sentence
    : element.dataset.table === place.table && element.dataset.atRow !== "" && covers(place.row, box.dataset.rows, Number(element.dataset.atRow)));
  for (const element of kin) {
    const exact = element.dataset.column === place.column && element.dataset.atRow === place.row;
    if (element.closest(".grid") ? exact : true) element.classList.add(exact ? "chosen" : "kin");
  }
  const first = kin.find((element) => element.classList.contains("chosen")) || kin.find((element) => element.classList.contains("kin"));
  if (first && !narrow.matches) first.scrollIntoView({ block: "nearest" });
}

function turnTo(side) {
  const desk = $("#desk");
  if (!desk) return;
  desk.dataset.side = side;
  for (const button of $$("[data-side]", $(".switch"))) button.setAttribute("aria-pressed", String(button.dataset.side === side));
}

// --- the left side -----------------------------------------------------------------------------------------------

async function loadPane(address) {
  pane.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "X-Part": "pane" } });
    if (!answer.ok) throw new Error(answer.status);
    pane.innerHTML = await answer.text(); // escaped by the server
  } catch {
    location.assign(address);
    return;
  } finally {
    pane.removeAttribute("aria-busy");
  }
  history.pushState(null, "", address);
  prepareRows();
  followAddress();
  $("#teach input[name=label]")?.form.scrollIntoView({ block: "nearest" });
}

// Show the place that the address names.
function followAddress() {
  const given = new URL(location).searchParams;
  const place = { page: given.get("page") || "", table: given.get("table") || "", row: given.get("row") ?? "", column: given.get("column") ?? "", sentence: "" };
  const fact = given.get("fact") || viewer.dataset.fact || "";
  const element = fact ? $(`[data-fact="${CSS.escape(fact)}"][data-place]`, pane)
    : place.table && place.row !== "" ? $$("[data-place]", pane).find((one) => one.dataset.table === place.table && one.dataset.atRow === place.row && (place.column === "" || one.dataset.column === place.column)) : null;
  if (element) {
    element.classList.add("chosen");
    element.scrollIntoView({ block: "center" });
    const own = { ...placeOf(element), printed: element.dataset.printed || "" };
    showPage(own.page || shown || 1, own);
  } else if (place.page) {
    showPage(place.page, place.row !== "" ? place : null);
  }
}

function prepareRows() {
  for (const row of $$("[data-row]")) if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
}

// --- forms -------------------------------------------------------------------------------------------------------

// The field for the right value: a list where the column holds codes, else a line of text; the present value stands in
// it, or what was typed before.
function offerValue(form, value = null) {
  const column = $('select[name="column"]', form).selectedOptions[0];
  const line = $('input[name="new_value"]', form), list = $('select[name="new_value"]', form);
  const options = (column?.dataset.codes || "").split(";").filter(Boolean).map((pair) => {
    const sign = pair.indexOf("=", 1); // the sign of equality is a code itself
    return new Option(pair.slice(sign + 1), pair.slice(0, sign));
  });
  list.replaceChildren(new Option(list.dataset.empty, ""), ...options);
  list.value = line.value = value ?? column?.dataset.old ?? "";
  for (const [field, used] of [[line, !options.length], [list, options.length > 0]]) field.hidden = field.disabled = !used;
  return options.length ? list : line;
}

// What was typed before belongs to the column the server chose; one chosen since, before this script ran, has its own.
function prepareForms() {
  const form = $("form.correct"), column = form && $('select[name="column"]', form).selectedOptions[0];
  if (column?.value) offerValue(form, column.defaultSelected ? $('select[name="new_value"]', form).dataset.chosen : null);
}

function correctField(name) {
  const form = $("form.correct");
  if (!form) return;
  const column = $('select[name="column"]', form);
  if (name) column.value = name;
  if (!column.value) { column.focus(); return; }
  const field = offerValue(form);
  field.focus();
  if (field.select) field.select();
}

// Mark the fact of a row as checked, or take its mark away; without a name that is asked for first.
let waiting = null; // the button that was pressed before there was a name
async function check(button) {
  const form = $("#check-form"), problem = $("#check-problem"), who = $('input[name="who"]', form);
  const was = button.getAttribute("aria-pressed") === "true";
  if (!was && !who.value.trim()) { waiting = button; problem.textContent = form.dataset.first; who.focus(); return; }
  const body = new URLSearchParams({ token: $('input[name="token"]', form).value, who: who.value, mark: button.value });
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { "X-Part": "json" }, body });
    const said = await answer.json();
    problem.textContent = said.problem || "";
    if (said.problem) return;
    button.setAttribute("aria-pressed", String(said.checked));
    button.classList.remove("changed");
    button.firstElementChild.textContent = "✓";
    button.title = said.title;
    if ($("#share")) $("#share").textContent = said.share;
    const row = button.closest("[data-fact]");
    if ($("#card").firstChild && row.classList.contains("chosen")) loadCard(`fact=${row.dataset.fact}`);
  } catch { form.requestSubmit(button); }
}

// --- events ------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const at = event.target;
  const link = at.closest("a[data-part]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (link && plain) { event.preventDefault(); loadPane(link.href); if (narrow.matches) turnTo("data"); return; }
  if (at.matches?.(".box")) { openBox(at); return; }
  const button = at.closest("button.check");
  if (button) { event.preventDefault(); check(button); return; }
  const card = at.closest("[data-card]");
  if (card) {
    const row = card.dataset.fact && $(`[data-fact="${CSS.escape(card.dataset.fact)}"][data-place]`, pane);
    if (row) { choose(row); row.scrollIntoView({ block: "nearest" }); } else loadCard(card.dataset.card);
    return;
  }
  const field = at.closest("[data-field]");
  if (field && !String(getSelection()).trim()) { correctField(field.dataset.field); return; }
  if (at.closest("[data-close]")) { closeCard(); return; }
  const side = at.closest(".switch [data-side]");
  if (side) { turnTo(side.dataset.side); return; }
  const place = at.closest("[data-place]");
  if (place && plain && !String(getSelection()).trim() && (!at.closest("a") || at.closest("[data-show]"))) {
    event.preventDefault();
    choose(place, { printed: place.matches("tr") ? at.closest("td.num")?.querySelector(".clip")?.textContent.trim() : "" });
  }
});

document.addEventListener("change", (event) => {
  const at = event.target;
  if (at.matches("[data-submit]")) loadPane(new URL(`${at.form.action}?${new URLSearchParams(new FormData(at.form))}`, location).href);
  else if (at.matches('form.correct select[name="column"]')) offerValue(at.form);
  else if (at.id === "page-number") showPage(at.value);
});

// Rows are moved between by review.js: the place follows at once, the card when it is asked for.
let soon = 0;
document.addEventListener("arrive", (event) => {
  clearTimeout(soon);
  if (event.target.matches("[data-place]") && !narrow.matches) soon = setTimeout(() => choose(event.target, { withCard: false }), 90);
});
document.addEventListener("open", async (event) => {
  if (!event.target.matches("[data-place]")) return;
  event.preventDefault();
  clearTimeout(soon);
  await choose(event.target);
  $("#card .card")?.focus({ preventScroll: true });
});

function closeCard() {
  const within = $("#card").contains(document.activeElement);
  $("#card").replaceChildren();
  const row = $(".chosen", pane);
  if (row && (within || document.activeElement === document.body)) { row.focus({ preventScroll: true }); return; }
  for (const box of $$(".box.on, .box.row")) box.classList.remove("on", "row");
}

function setZoom(value) {
  zoom = Math.max(0.5, Math.min(value, 4));
  $("#paper-page").style.width = `${zoom * 100}%`;
}

function toggleBoxes() {
  const hidden = viewer.classList.toggle("bare");
  $("#boxes").setAttribute("aria-pressed", String(!hidden));
}

function moveAcross(step) {
  const cell = document.activeElement?.closest?.(".grid [data-place]");
  if (!cell) return false;
  const cells = $$("[data-place]", cell.parentElement);
  const next = cells[cells.indexOf(cell) + step];
  if (next) { next.tabIndex = -1; next.focus(); choose(next, { withCard: false }); }
  return true;
}

async function correctChosen() {
  const row = document.activeElement?.closest?.("[data-fact]") || $("[data-fact].chosen", pane);
  if (row && row.dataset.fact) { clearTimeout(soon); await choose(row); }
  correctField("");
}

function checkChosen() {
  const row = document.activeElement?.closest?.("tr[data-fact]") || $("tr[data-fact].chosen", pane);
  const button = row && $("button.check", row);
  if (button) check(button);
}

const KEYS = {
  n: () => showPage(shown + 1), p: () => showPage(shown - 1),
  "+": () => setZoom(zoom * 1.25), "=": () => setZoom(zoom * 1.25), "-": () => setZoom(zoom / 1.25), 0: () => setZoom(1),
  b: toggleBoxes, c: checkChosen, e: correctChosen, Escape: closeCard,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("#help").open) return;
  const at = event.target;
  if (event.key === "Enter" && at.matches('#check-form input[name="who"]')) {
    event.preventDefault();
    if (!at.value.trim()) return;
    const row = (waiting || $("tr.chosen button.check", pane) || $("button.check", pane))?.closest("tr");
    row?.focus({ preventScroll: true });
    if (waiting) check(waiting);
    waiting = null;
    return;
  }
  if (at.matches("input, select, textarea")) return;
  if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && moveAcross(event.key === "ArrowRight" ? 1 : -1)) { event.preventDefault(); return; }
  // A cell within a row of a grid goes by the keys of its row.
  if (event.key === "Enter" && at.matches(".grid [data-place]:not([data-row])")) { event.preventDefault(); at.dispatchEvent(new CustomEvent("open", { bubbles: true, cancelable: true })); return; }
  if (/^[1-5]$/.test(event.key)) { $$(".tabs.views a", pane)[Number(event.key) - 1]?.click(); return; }
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

// --- start -------------------------------------------------------------------------------------------------------

addEventListener("popstate", () => location.reload());
for (const [id, act] of Object.entries({
  "page-before": KEYS.p, "page-after": KEYS.n, smaller: KEYS["-"], larger: KEYS["+"], fit: KEYS[0], boxes: toggleBoxes,
})) $(`#${id}`)?.addEventListener("click", act);
const start = new URL(location).searchParams;
if (narrow.matches && (start.has("page") || start.has("fact") || $("form.correct .problem")) && start.get("view") !== "unread") turnTo("page");
prepareForms();
$(".problem[role=alert]")?.scrollIntoView({ block: "nearest" });
showPage(viewer.dataset.page).then(() => touched || followAddress());
