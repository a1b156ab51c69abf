// Starts the page from outside it, because its policy allows no script inside.
const { js, wasm } = document.querySelector('script[data-js]').dataset;

// the theme that was chosen, before anything is drawn
try {
  const theme = /[#&]theme=(light|dark)(&|$)/.exec(location.hash)?.[1] ?? localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* no storage here: the system's theme */ }

try {
  const app = await import(new URL(js, document.baseURI));
  await app.default({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  const chinese = navigator.languages?.find((language) => /^(zh|en)/i.test(language))?.startsWith('zh');
  document.getElementById('app').textContent = chinese
    ? `Wirelight 无法在此浏览器中启动：${error.message}`
    : `Wirelight can not start in this browser: ${error.message}`;
  throw error;
}
