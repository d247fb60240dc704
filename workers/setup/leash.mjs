// Loaded into what `start.mjs` and `subready.mjs` start: when that process dies, however it dies, they stop too.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

// What they fork has a parent of its own, and may live on nothing but that parent's messages: `next dev` does.
const leash = process.execArgv.indexOf(import.meta.url);
if (leash > 0) process.execArgv.splice(leash - 1, 2);
