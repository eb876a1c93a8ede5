// Gives every <iframe data-carteiro> its height, and fires what the playground in it tells as events on it.
const frames = () => [...document.querySelectorAll('iframe[data-carteiro]')];
const greet = (frame) => frame.contentWindow?.postMessage({ carteiro: 1, type: 'hello' }, '*');
addEventListener('message', ({ source, data }) => {
  if (data?.carteiro !== 1 || data.type !== 'event') return;
  const frame = frames().find(({ contentWindow }) => contentWindow === source);
  if (!frame) return;
  const { name, detail } = data;
  if (name === 'resize' && detail.height > 0) frame.style.height = `${detail.height}px`;
  frame.dispatchEvent(new CustomEvent(`carteiro-${name}`, { detail, bubbles: true }));
});
for (const frame of frames()) {
  greet(frame);
  frame.addEventListener('load', () => greet(frame));
}
