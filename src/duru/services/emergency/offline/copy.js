"use strict";
(() => {
  const $ = (id) => document.getElementById(id), text = new TextEncoder();
  const raw = $("head").textContent, head = JSON.parse(raw);
  const bytes = (word) => Uint8Array.from(atob(word), (one) => one.charCodeAt(0));
  const word = (buffer) => btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""));
  const make = (name, values = {}, ...inside) => { const one = Object.assign(document.createElement(name), values); one.append(...inside); return one; };
  const say = (words) => { $("say").textContent = words; };
  const until = new Date(head.until), day = (at) => new Date(at).toLocaleString("ko-KR", { dateStyle: "medium", timeStyle: "short" });
  let key, sheet, checks = [];

  if (Date.now() > until) { $("lock").hidden = true; say("기한이 지나 열 수 없습니다(" + day(until) + "까지). 새 사본을 받으세요."); return; }
  $("when").textContent = day(until) + "까지 열립니다. 인터넷이 없어도 됩니다.";

  $("lock").addEventListener("submit", async (event) => {
    event.preventDefault();
    say("여는 중입니다.");
    try {
      const phrase = await crypto.subtle.importKey("raw", text.encode($("phrase").value.normalize("NFC").trim()), "PBKDF2", false, ["deriveKey"]);
      key = await crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: bytes(head.salt), iterations: head.iterations }, phrase, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      // The head is bound to the content: a file whose day was changed does not open.
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(head.iv), additionalData: text.encode(raw) }, key, bytes(JSON.parse($("body").textContent)));
      sheet = JSON.parse(new TextDecoder().decode(plain));
    } catch { say("열리지 않습니다. 암호문을 확인하세요. 파일이 바뀌었어도 열리지 않습니다."); return; }
    $("phrase").value = "";
    $("lock").hidden = true;
    say("");
    await recall();
    draw();
    send();
    addEventListener("online", send);
    setInterval(send, 30000);
    setInterval(() => { if (Date.now() > until) location.reload(); }, 60000);
  });

  // What was checked off stays on this machine, under the same key, until it has been sent.
  const place = "duru-copy-" + head.id;
  async function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(place) || "null");
      if (kept) checks = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(kept.iv) }, key, bytes(kept.body))));
    } catch { checks = []; }
  }
  async function keep() {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(checks)));
    try { localStorage.setItem(place, JSON.stringify({ iv: word(iv), body: word(body) })); } catch { say("이 브라우저는 표시를 저장하지 못합니다. 창을 닫지 마세요."); }
  }
  const last = (line) => checks.filter((one) => one.line === line.id).at(-1) || { state: line.state, note: line.note };

  let busy = false;
  async function send() {
    const waiting = checks.filter((one) => !one.sent);
    if (busy || !waiting.length) return tell();
    busy = true;
    try {
      const answer = await fetch(sheet.sync.url, { method: "POST", body: JSON.stringify({ token: sheet.sync.token, checks: waiting }) });
      const found = await answer.json();
      if (answer.ok) { for (const one of waiting) one.sent = true; await keep(); say("결과를 보냈습니다."); }
      else say(found.detail || "보내지 못했습니다.");
    } catch { /* no network: it stays and goes later */ }
    busy = false;
    tell();
  }
  function tell() {
    const waiting = checks.filter((one) => !one.sent).length;
    const left = sheet.lines.filter((line) => last(line).state === "waiting").length;
    $("tally").textContent = `남은 사람 ${left}명 / ${sheet.lines.length}명` + (waiting ? ` · 아직 보내지 못한 표시 ${waiting}개` : "");
  }

  function draw() {
    if (sheet.drill) $("bands").append(make("div", { className: "band", textContent: "훈련 – 실제 상황이 아닙니다" }));
    if (sheet.demo) $("bands").append(make("div", { className: "band demo", textContent: "시험자료 – 실제 사람이 아닙니다" }));
    document.querySelector("h1").textContent = `${sheet.hazard} ${sheet.label}`;
    const map = document.importNode(new DOMParser().parseFromString(sheet.svg, "image/svg+xml").documentElement, true);
    $("sheet").append(make("p", {}, `${sheet.note} · ${day(sheet.opened)} · ${sheet.made}`), map, make("h2", { id: "tally", role: "status" }),
      make("p", { className: "row" }, make("button", { type: "button", className: "main", textContent: "결과 보내기", onclick: async () => { await send(); if (checks.some((one) => !one.sent)) say("아직 네트워크가 없습니다. 돌아오면 저절로 보냅니다."); } }), make("button", { type: "button", textContent: "인쇄", onclick: () => print() })));
    for (const line of sheet.lines) $("sheet").append(card(line));
    tell();
  }
  function card(line) {
    const facts = make("dl");
    const fact = (name, ...values) => { if (values.some(Boolean)) facts.append(make("dt", { textContent: name }), make("dd", {}, ...values)); };
    const call = (number) => number ? make("a", { href: "tel:" + number.replace(/\D/g, ""), textContent: number }) : "";
    fact("전화", call(line.phone));
    fact("주소", line.address + (line.where ? ` (${line.where})` : ""));
    for (const [name, relation, phone] of line.keys) fact("열쇠", `${name} ${relation ? "(" + relation + ") " : ""}`, call(phone));
    fact(sheet.shelter, line.shelter);
    fact("병원", line.hospital);
    const states = make("div", { className: "row", role: "group" });
    states.setAttribute("aria-label", line.number + "번 결과");
    const note = make("input", { value: last(line).note || "", placeholder: "메모", maxLength: 100 });
    note.setAttribute("aria-label", line.number + "번 메모");
    const one = make("section", { className: "card " + line.tone }, make("div", { className: "top" }, make("h2", { textContent: `${line.number}. ${line.name}` }), make("span", { textContent: line.who })), make("p", { className: "why", textContent: line.why }), facts, states, note);
    const mark = async (state) => {
      checks.push({ id: crypto.randomUUID(), line: line.id, state, note: note.value.trim(), at: new Date().toISOString() });
      show();
      await keep();
      send();
    };
    const show = () => {
      for (const each of states.children) each.setAttribute("aria-pressed", String(each.dataset.state === last(line).state));
      one.classList.toggle("done", ["safe", "moved", "not_there"].includes(last(line).state));
      if (document.getElementById("tally")) tell();
    };
    for (const [state, label] of Object.entries(sheet.states)) {
      const each = make("button", { type: "button", textContent: label, onclick: () => mark(state) });
      each.dataset.state = state;
      states.append(each);
    }
    note.addEventListener("change", () => { if (last(line).state !== "waiting") mark(last(line).state); });
    show();
    return one;
  }
})();
