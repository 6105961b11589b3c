package loopback_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

func TestOnlyAddressesOfTheLoopbackRangeAreReached(t *testing.T) {
	for address, allowed := range map[string]bool{
		"127.26.0.1":         true,
		"127.26.0.1:22":      true,
		"10.0.0.1:22":        false,
		"localhost:22":       false,
		"gitea.example":      false,
		"[::1]:22":           false,
		"127.0.0.1.nip.io:1": false,
		"":                   false,
	} {
		err := loopback.Check(address)
		if (err == nil) != allowed {
			t.Errorf("%q: %v", address, err)
		}

		if err != nil && !strings.Contains(err.Error(), "is not an address of 127.0.0.0/8") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestDial(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.26.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	defer listener.Close()

	connection, err := loopback.Dial(context.Background(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}

	connection.Close()

	if _, err := loopback.Dial(context.Background(), "tcp", "192.0.2.1:80"); err == nil {
		t.Error("an address beyond the loopback range was dialled")
	}
}
