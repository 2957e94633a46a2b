// Preloaded into the server of a test: lets time pass when the test says so, so that nobody waits for it.
const real = Date.now;
let passed = 0;
Date.now = () => real() + passed;
process.on('message', (said) => {
  if (typeof said?.passMs === 'number') passed += said.passMs;
});
process.channel?.unref();
