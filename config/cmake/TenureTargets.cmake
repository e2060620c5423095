# tenure_library(NAME SOURCES a.cpp ... [LINKS tenure::x ...] [PRIVATE_LINKS lib ...])
#   a static library tenure_NAME with the alias tenure::NAME; sources are listed, never globbed.
function(tenure_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(arg_SOURCES)
    add_library(tenure_${name} STATIC ${arg_SOURCES})
    target_link_libraries(tenure_${name} PUBLIC tenure_options ${arg_LINKS}
                                           PRIVATE ${arg_PRIVATE_LINKS})
  else()
    add_library(tenure_${name} INTERFACE)
    target_link_libraries(tenure_${name} INTERFACE tenure_options ${arg_LINKS})
  endif()
  add_library(tenure::${name} ALIAS tenure_${name})
endfunction()

# tenure_test(NAME SOURCES a_test.cpp ... [LINKS ...] [LABELS unit|conformance|...]
#             [TIMEOUT seconds])
#   one GoogleTest binary test_NAME, run by ctest as one test; GTest::gtest_main gives it main().
#   Those with the label "threads" are what the target thread_tests builds, for the preset tsan.
add_custom_target(thread_tests)
function(tenure_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
  endif()
  add_executable(test_${name} ${arg_SOURCES})
  target_link_libraries(test_${name} PRIVATE tenure_options ${arg_LINKS} GTest::gtest_main
                                             GTest::gmock)
  target_compile_definitions(test_${name} PRIVATE TENURE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                  TENURE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(thread_tests test_${name})
  endif()
  add_test(NAME ${name} COMMAND test_${name})
  # Those that may take the longest begin first, so that no processor idles at the end.
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT}
                                          LABELS "${arg_LABELS}")
endfunction()
