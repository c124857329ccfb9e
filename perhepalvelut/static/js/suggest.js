// Offers what may be meant while somebody types in a search box: an ARIA combobox over links.
// Without this script, or without an answer, the box searches as it always does.
const PAUSE = 120;
const FEWEST_LETTERS = 2;

class Suggestions {
  constructor(row) {
    this.row = row;
    this.input = row.querySelector("input[type=search], input[name=q]");
    this.active = -1;
    this.build();
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("li")));
  }

  build() {
    const id = `${this.input.id}-suggestions`;
    this.list = Object.assign(document.createElement("ul"), { id, hidden: true });
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.row.dataset.suggestLabel);
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.row.append(this.list, this.status);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-expanded", "false");
    this.input.autocomplete = "off";
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < FEWEST_LETTERS) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.request = new AbortController();
    const asked = this.input.value;
    const address = `${this.row.dataset.suggest}?${new URLSearchParams({ q: asked })}`;
    try {
      const response = await fetch(address, { signal: this.request.signal });
      if (response.ok && asked === this.input.value) this.show(await response.json());
    } catch {
      this.close();
    }
  }

  show({ told, suggestions }) {
    this.list.replaceChildren(...suggestions.map((one, n) => this.option(one, n)));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(suggestions.length > 0 && document.activeElement === this.input);
    this.status.textContent = told;
  }

  option({ name, lang, dir, kind, url }, n) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${n}`;
    item.dataset.url = url;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const [label, what] = [document.createElement("span"), document.createElement("span")];
    Object.assign(label, { textContent: name, lang, dir });
    Object.assign(what, { textContent: kind, className: "suggestion-kind" });
    item.append(label, " ", what);
    return item;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.follow(this.list.children[this.active]);
    } else if (step && !this.list.hidden) {
      event.preventDefault();
      this.move(step);
    }
  }

  // One step past either end is the box itself, with what was typed.
  move(step) {
    const size = this.list.children.length + 1;
    this.active = ((this.active + 1 + step + size) % size) - 1;
    [...this.list.children].forEach((item, n) =>
      item.setAttribute("aria-selected", String(n === this.active)),
    );
    const chosen = this.list.children[this.active];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  follow(item) {
    if (item) window.location.assign(item.dataset.url);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(false);
  }
}

for (const row of document.querySelectorAll("[data-suggest]")) new Suggestions(row);
