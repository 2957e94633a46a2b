// Preloaded into children: the channel to the parent closes when the parent dies, even by SIGKILL, and nobody is left behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
