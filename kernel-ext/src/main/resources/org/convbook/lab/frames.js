((payload, key) => {
  const script = document.currentScript;
  const box = script && script.closest(".cb-frames") || [...document.querySelectorAll(".cb-frames")].find(b => b.dataset.key === key && !b.dataset.moves);
  if (!box || box.dataset.moves || !window.DecompressionStream) return;
  box.dataset.moves = "1";
  const icons = {
    back: "M10 3 5 8l5 5", forth: "m6 3 5 5-5 5", play: "M5 3v10l8-5z", pause: "M5 3v10M11 3v10"
  };
  const element = (name, css, more) => {
    const made = Object.assign(document.createElement(name), more);
    made.style.cssText = css;
    made.setAttribute("data-lm-suppress-shortcuts", "");                    // else JupyterLab takes the arrow keys
    return made;
  };
  const button = (icon, title, act) => {
    const made = element("button", "flex:none;width:30px;height:26px;padding:0;cursor:pointer;border:1px solid #8888;border-radius:4px;background:transparent;color:inherit", { type: "button", title, onclick: act });
    made.setAttribute("aria-label", title);
    made.draw = path => {
      made.innerHTML = `<svg viewBox="0 0 16 16" width="14" height="14" style="vertical-align:middle" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;
      return made;
    };
    return made.draw(icon);
  };
  const build = sheet => {
    const image = box.querySelector("img");
    const at = sheet.start.slice();
    const source = i => sheet.lines
      ? "data:image/svg+xml," + encodeURIComponent(sheet.pictures[i].map(line => sheet.lines[line]).join("\n"))
      : "data:image/png;base64," + sheet.pictures[i];
    const widest = Math.max(...sheet.axes.map(axis => axis.name.length));
    const rows = sheet.axes.map((axis, a) => {
      const last = axis.labels.length - 1;
      const slider = element("input", "flex:1 1 120px;min-width:80px;max-width:420px;accent-color:#3584c9", { type: "range", min: 0, max: last, step: 1, value: at[a] });
      slider.setAttribute("aria-label", axis.name);
      const value = element("output", "min-width:4em;font-variant-numeric:tabular-nums");
      let timer = 0;
      const rest = () => { clearInterval(timer); timer = 0; play.draw(icons.play); play.title = "play"; };
      const go = to => {
        at[a] = Math.max(0, Math.min(last, to));
        slider.value = at[a];
        show();
      };
      const tick = () => {
        if (!box.isConnected || at[a] === last) rest();
        else go(at[a] + 1);
      };
      const back = button(icons.back, "one step back", () => { rest(); go(at[a] - 1); });
      const forth = button(icons.forth, "one step forward", () => { rest(); go(at[a] + 1); });
      const play = button(icons.play, "play", () => {
        if (timer) return rest();
        if (at[a] === last) go(0);
        timer = setInterval(tick, sheet.interval);
        play.draw(icons.pause);
        play.title = "pause";
      });
      slider.oninput = () => { rest(); go(Number(slider.value)); };
      const row = element("div", "display:flex;align-items:center;gap:6px;margin:2px 0");
      row.append(element("span", `min-width:max(4.5em, ${widest}ch);white-space:nowrap`, { textContent: axis.name }), back, play, forth, slider, value);
      row.say = () => {
        value.textContent = axis.labels[at[a]];
        slider.setAttribute("aria-valuetext", axis.labels[at[a]]);
        back.disabled = at[a] === 0;
        forth.disabled = at[a] === last;
        back.style.opacity = back.disabled ? 0.4 : 1;
        forth.style.opacity = forth.disabled ? 0.4 : 1;
      };
      return row;
    });
    const show = () => {
      image.src = source(sheet.frames[at.reduce((place, i, a) => place * sheet.axes[a].labels.length + i, 0)]);
      image.alt = sheet.title + sheet.axes.map((axis, a) => ", " + axis.name + " " + axis.labels[at[a]]).join("");
      rows.forEach(row => row.say());
    };
    const controls = element("div", "max-width:" + Math.max(sheet.width, 420) + "px;margin:4px 0;font-size:13px;line-height:1.4", { className: "cb-frames-controls" });
    controls.append(element("style", "", { textContent: "@media print{.cb-frames-controls{display:none}}" }), ...rows);
    rows.forEach(row => row.say());
    box.prepend(controls);
  };
  const bytes = Uint8Array.from(atob(payload), c => c.charCodeAt(0));
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text().then(text => build(JSON.parse(text)));
})
