// AddressSanitizer in programs that allocate for minutes: half their time went into its quarantine
// of 256 MB and into the stacks kept of every allocation. Freed memory waits for a shorter time,
// and less is told about the past of what is wrong; these programs replay from a seed:
//   ASAN_OPTIONS=malloc_context_size=30:quarantine_size_mb=256 test_simulation
extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() {
  return "quarantine_size_mb=1:malloc_context_size=2:max_malloc_fill_size=0";
}
