// From 13 on better-sqlite3 needs Node-API 10, which no Node 20 has and without which it dies; before 13 it was built against V8
// itself, and dies on Node 24.19 and later when garbage is collected between two events.
module.exports = Number(process.versions.napi) >= 10 ? require("better-sqlite3-napi") : require("better-sqlite3-v8");
