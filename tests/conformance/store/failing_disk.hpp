#pragma once
// SQLite's usual file layer with a switch that makes writes or syncs fail: a full disk, an I/O
// error, an fsync that the kernel refuses. Give its name as store_options::sqlite_vfs.

namespace tenure::test::failing_disk {

inline constexpr const char* name = "failing-disk";

enum class call { write, sync };

void install();
// The `nth` call from now, and every one after it, answers `code` (SQLITE_FULL, SQLITE_IOERR_*).
void fail(call which, int nth, int code);
void heal();
bool struck();  // a call failed since fail()

}  // namespace tenure::test::failing_disk
