# Compiler, warnings, sanitizers: one INTERFACE library that every target links.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

set(TENURE_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")
option(TENURE_COVERAGE "Instrument for llvm-cov" OFF)

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Tenure is built with clang 19 or newer (g++ 12 miscompiles coroutines). "
                      "Use a preset: cmake --preset release")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# Debug builds optimize a little, or the sanitizers take minutes; tests themselves do not, which
# compiles them in half the time (tests/CMakeLists.txt).
define_property(TARGET PROPERTY TENURE_OPTIMIZE INHERITED
                BRIEF_DOCS "The -O of a debug build, inherited from the folder")
set_property(DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTY TENURE_OPTIMIZE -O1)

find_package(Threads REQUIRED)
add_library(tenure_options INTERFACE)
target_compile_features(tenure_options INTERFACE cxx_std_20)
target_include_directories(tenure_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(tenure_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -Wconversion
  -Wno-sign-conversion -Wno-missing-designated-field-initializers
  $<$<CONFIG:Debug>:$<TARGET_PROPERTY:TENURE_OPTIMIZE> -g1>)
target_link_options(tenure_options INTERFACE -fuse-ld=lld-19)
target_link_libraries(tenure_options INTERFACE Threads::Threads)

if(TENURE_SANITIZE)
  # vptr: Debian's SOCI does not export its typeinfo, so the check does not link.
  set(sanitize -fsanitize=${TENURE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(TENURE_SANITIZE MATCHES "undefined")
    list(APPEND sanitize -fno-sanitize=vptr)
  endif()
  target_compile_options(tenure_options INTERFACE ${sanitize})
  target_link_options(tenure_options INTERFACE ${sanitize})
endif()
if(TENURE_COVERAGE)
  target_compile_options(tenure_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(tenure_options INTERFACE -fprofile-instr-generate)
endif()
