/** Where a page gets its answers from: its server, the file that it is, or the notebook around it. */

import { Lessons, RecordedLessons } from "./lessons.js";
import { Line } from "./line.js";
import { decodeState, encode, untouched, whole } from "./state.js";
import { Recorded, Wire } from "./wire.js";

/** Return { catalogue, source, lessons, state, first, keep, ... } of this page; `say(text)` tells how the connection is. */
export async function host(say) {
  const node = document.getElementById("inside");
  const inside = node ? JSON.parse(node.textContent) : null;
  if (!inside) return served(say);
  return inside.answers ? file(inside) : notebook(inside, say);
}

/** A page from `musclesim lab`: its state stands in the address. */
async function served(say) {
  const answer = await fetch(`catalogue${location.search}`);
  if (!answer.ok) throw new Error(`The simulator refuses this page (${answer.status}). Open the address that it printed.`);
  const catalogue = await answer.json();
  const address = new URL(`run${location.search}`, location.href.split("#")[0]);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return {
    catalogue, live: true, first: () => start(catalogue),
    source: new Wire(() => new WebSocket(address), { onstatus: say }),
    lessons: new Lessons(lesson),
    state: decodeState(location.hash.slice(1)),
    keep: (state) => { history.replaceState(null, "", `#${encode(state)}`); },
  };
}

async function lesson(scenario, number) {
  const query = new URLSearchParams(location.search);
  query.set("scenario", scenario);
  query.set("case", number);
  const answer = await fetch(`lesson?${query}`).catch(() => { throw new Error("the simulator does not answer"); });
  const said = await answer.json().catch(() => ({ error: `the simulator refuses (${answer.status})` }));
  if (!answer.ok) throw new Error(said.error);
  return said;
}

/** A page with its runs inside. */
function file(inside) {
  const live = inside.answers.length > 0; // whether there is a fibre to be run
  const [scenario] = inside.catalogue.scenarios;
  const request = live ? whole(inside.answers[0].request) : untouched();
  const first = () => ({ request, scenario: scenario.name, cases: live ? null : scenario.cases.map((c, i) => i) });
  return {
    catalogue: inside.catalogue, live, first, state: first(), recorded: inside,
    source: new Recorded(inside.answers), lessons: new RecordedLessons(inside.lessons), keep: () => {},
  };
}

/** A page in a frame of a notebook, whose cell hands it a port and the state that it had. */
async function notebook({ catalogue }, say) {
  const { port, state } = await new Promise((resolve) => {
    addEventListener("message", ({ data, ports, source }) => {
      if (source === parent && ports.length === 1) resolve({ port: ports[0], state: data });
    });
  });
  const line = new Line(port);
  document.body.classList.add("framed");
  return {
    catalogue, live: true, first: () => start(catalogue),
    source: new Wire(() => line.socket(), { onstatus: say }),
    lessons: new Lessons((...wanted) => line.lesson(...wanted)),
    state: state?.request ? { ...state, request: whole(state.request) } : null,
    keep: (now) => line.keep(now),
  };
}

function start(catalogue) {
  return { request: untouched(catalogue.models[0].name), scenario: "", cases: null };
}
