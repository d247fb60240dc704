// Loaded into the web server and the worker by `start.mjs`: when that process dies, however it dies, they stop too.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
