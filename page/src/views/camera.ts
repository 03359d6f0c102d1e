// A card read from a picture: the camera's or a file's. Pictures become brightness here and are
// read by kith on this device; nothing is kept of them.

import { readQr } from "../api";
import { act, fill, h } from "../h";
import { told } from "../parts/doing";
import { t } from "../words";

const frame_every_ms = 250;
const side_max = 1400; // pixels; a card needs no more, and kith takes up to 4 MiB
const text_file_max = 64 * 1024;

type Source = HTMLVideoElement | ImageBitmap;

async function textIn(source: Source, width: number, height: number): Promise<string | null> {
  const scale = Math.min(1, side_max / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (brush === null) return null;
  brush.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const light = new Uint8Array(canvas.width * canvas.height);
  for (let i = 0; i < light.length; i++) {
    const [r = 0, g = 0, b = 0] = data.subarray(4 * i, 4 * i + 3);
    light[i] = (r * 54 + g * 183 + b * 19) >> 8; // ITU-R BT.709
  }
  return readQr(canvas.width, canvas.height, light);
}

/** The card in a file: a picture of it, or its text. */
export async function textInFile(file: File): Promise<string | null> {
  if (!file.type.startsWith("image/")) {
    const text = file.size <= text_file_max ? (await file.text()).trim() : "";
    return text.startsWith("kith:") ? text : null;
  }
  const picture = await createImageBitmap(file).catch(() => null);
  return picture && textIn(picture, picture.width, picture.height);
}

export interface Eye {
  button: HTMLElement;
  element: HTMLElement;
  stop(): void;
}

export function camera(found: (text: string) => void): Eye {
  const video = h("video", { muted: true, playsinline: true, "aria-label": t("camera.picture") });
  const place = told();
  const element = h("div", { class: "camera", hidden: true }, video, place);
  let stream: MediaStream | null = null;
  let asking = false; // the browser asks whether it may

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
    video.hidden = true;
    fill(button, t("camera"));
    document.removeEventListener("camera-off", stop);
  }
  async function watch(): Promise<void> {
    while (stream !== null) {
      const text = video.videoWidth > 0
        ? await textIn(video, video.videoWidth, video.videoHeight).catch(() => null) : null;
      if (stream !== null && text?.startsWith("kith:")) {
        stop();
        element.hidden = true;
        return found(text);
      }
      await new Promise((resolve) => setTimeout(resolve, frame_every_ms));
    }
  }
  async function start(): Promise<void> {
    if (asking) return;
    asking = true;
    element.hidden = false;
    fill(place);
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        // A card is a dense picture: as sharp as the camera can.
        video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
        audio: false,
      });
    } catch {
      fill(place, t("camera.none"));
      return;
    } finally {
      asking = false;
    }
    if (!element.isConnected) return stop(); // nobody looks at it any more
    document.addEventListener("camera-off", stop);
    video.hidden = false;
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    fill(button, t("camera.stop"));
    fill(place, t("camera.hold"));
    void watch();
  }
  const button = act(t("camera"), () => {
    if (stream === null) void start();
    else stop();
  });
  return { button, element, stop };
}
