// expect: accepted
// group: leak
// what: daemons of the machine, by path and by abstract name
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixStream};
pub fn solve(xs: &[i64]) -> i64 { for path in ["/run/docker.sock", "/var/run/docker.sock", "/run/systemd/private", "/run/dbus/system_bus_socket", "/dev/log"] { if UnixStream::connect(path).is_ok() { println!("LEAK {path}"); } } if UnixDatagram::unbound().is_ok() { println!("LEAK a socket"); } if SocketAddr::from_abstract_name("/tmp/.X11-unix/X0").and_then(|name| UnixStream::connect_addr(&name)).is_ok() { println!("LEAK X11"); } xs.iter().sum() }
