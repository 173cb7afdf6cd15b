// Fetches evidence when it is asked for, and plays it.
import { problemOf } from '../js/api.js';

const addresses = new Map();

export async function play(panel, name, url) {
  const player = panel.querySelector(`[data-player="${CSS.escape(name)}"]`);
  if (!addresses.has(url)) {
    const response = await fetch(url, { headers: { Accept: 'application/json, audio/wav' } });
    if (!response.ok) return { ...(await problemOf(response)), arguments: [] };
    addresses.set(url, URL.createObjectURL(await response.blob()));
  }
  player.src = addresses.get(url);
  player.hidden = false;
  try {
    await player.play();
  } catch {
    // The browser wants a click on the player itself: it is on screen now.
  }
  return null;
}
