/** The laboratory in a cell of a notebook: the page in a frame of its own, its messages passed to the kernel and back. */

let count = 0;

/** Return whether the notebook around is dark, if it tells; the frame's page follows it. */
function shade() {
  const { jpThemeLight } = document.body.dataset;
  return { true: "light", false: "dark" }[jpThemeLight] ?? "light dark";
}

function render({ model, el }) {
  const view = `${Date.now()}-${(count += 1)}`; // several cells may show the same widget
  const frame = document.createElement("iframe");
  Object.assign(frame, { title: "Muscle laboratory", srcdoc: PAGE });
  frame.setAttribute("sandbox", "allow-scripts allow-downloads");
  Object.assign(frame.style, { width: "100%", height: `${model.get("height")}px`, border: "0", colorScheme: shade() });

  const { port1: port, port2: inner } = new MessageChannel();
  const pass = (content) => {
    try {
      model.send({ view, ...content });
    } catch {
      port.postMessage({ lost: true });
    }
  };
  const hear = (content, buffers) => {
    if (content.view !== view) return;
    const [frameOf] = buffers ?? [];
    port.postMessage(frameOf ? { frame: bytes(frameOf) } : content);
  };
  port.onmessage = ({ data }) => {
    if (data.state === undefined) pass(data);
    else {
      model.set("state", data.state);
      model.save_changes();
    }
  };
  model.on("msg:custom", hear);
  frame.addEventListener("load", () => frame.contentWindow.postMessage(model.get("state"), "*", [inner]), { once: true });
  el.replaceChildren(frame);
  return () => {
    model.off("msg:custom", hear);
    pass({ left: true });
    port.close();
  };
}

/** Return the bytes of a buffer, which may be a part of a longer one. */
function bytes(buffer) {
  if (buffer instanceof ArrayBuffer) return buffer;
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}

export default { render };
