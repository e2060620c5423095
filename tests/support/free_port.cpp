#include "tests/support/free_port.hpp"

#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tenure::support {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int tcp_socket() {
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) {
    throw std::system_error(errno, std::generic_category(), "socket");
  }
  return handle;
}

}  // namespace

std::uint16_t free_port() {
  const int handle = tcp_socket();  // never closed: it is the reservation
  const int on = 1;
  ::setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(handle, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "bind to a free port");
  }
  return ntohs(address.sin_port);
}

bool accepts_connections(std::uint16_t port) {
  const int handle = tcp_socket();
  sockaddr_in address = loopback(port);
  const int answer = ::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::close(handle);
  return answer == 0;
}

}  // namespace tenure::support
