// Starts the worker when the page hands it the compiled module, so that a second worker asks nobody for anything.
self.addEventListener('unhandledrejection', (event) => { throw event.reason; });
importScripts('./worker.js' + self.location.search);
self.addEventListener('message', ({ data }) => { wasm_bindgen({ module_or_path: data }); }, { once: true });
