package calls

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
)

// Listen opens a TCP port of the loopback range; no other address is ever listened on.
func Listen(address string) (*Listener, error) {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil || !parsed.Addr().Is4() || !parsed.Addr().IsLoopback() {
		return nil, fmt.Errorf("%q is not an address of 127.0.0.0/8 with a port, such as 127.7.0.1:8006", address)
	}

	listener, err := net.Listen("tcp4", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program; end it or choose another block of addresses", address)
	}

	if err != nil {
		return nil, err
	}

	return &Listener{Listener: listener, open: connections{byAddress: map[string]net.Conn{}}}, nil
}

type connections struct {
	mu        sync.Mutex
	byAddress map[string]net.Conn
}

func (c *connections) add(connection net.Conn) net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()

	address := connection.RemoteAddr().String()
	c.byAddress[address] = connection

	return &tracked{Conn: connection, forget: func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.byAddress, address)
	}}
}

func (c *connections) close(address string) {
	c.mu.Lock()
	connection := c.byAddress[address]
	c.mu.Unlock()

	if connection != nil {
		_ = connection.Close()
	}
}

func (c *connections) closeAll() {
	c.mu.Lock()
	defer c.mu.Unlock()

	for _, connection := range c.byAddress {
		_ = connection.Close()
	}
}

type tracked struct {
	net.Conn
	once   sync.Once
	forget func()
}

func (t *tracked) Close() error {
	t.once.Do(t.forget)

	return t.Conn.Close()
}
