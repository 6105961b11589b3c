package kubernetes

import (
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// open is a control plane with a default action of its firewall.
func open(t *testing.T, action string) *member {
	t.Helper()

	config, err := configloader.NewFromBytes([]byte("apiVersion: v1alpha1\nkind: NetworkDefaultActionConfig\ningress: " + action + "\n"))
	if err != nil {
		t.Fatal(err)
	}

	return &member{config: config}
}

// greeter is a server that says hello.
func greeter(t *testing.T) *apiServer {
	t.Helper()

	listener, err := net.Listen("tcp4", "127.24.1.1:0")
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { _ = listener.Close() })

	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}

			_, _ = io.WriteString(connection, "hello")
			_ = connection.Close()
		}
	}()

	return &apiServer{address: netip.MustParseAddrPort(listener.Addr().String())}
}

func TestForwarder(t *testing.T) {
	for name, test := range map[string]struct {
		fault  calls.Rule
		wanted string
		status string
	}{
		"without a fault": {calls.Rule{Path: "elsewhere", Action: calls.ActionDrop}, "hello", "open"},
		"drop":            {calls.Rule{Action: calls.ActionDrop}, "", ""},
		"status":          {calls.Rule{Action: calls.ActionStatus}, "", ""},
		"slow":            {calls.Rule{Action: calls.ActionSlow, DelayMS: 1}, "hello", "open"},
		"hang":            {calls.Rule{Action: calls.ActionHang}, "", ""},
		"hold":            {calls.Rule{Action: calls.ActionHold}, "hello", "open"},
	} {
		t.Run(name, func(t *testing.T) {
			journal := &strings.Builder{}
			recorder := calls.NewRecorder(journal)

			if err := recorder.AddFaults(test.fault); err != nil {
				t.Fatal(err)
			}

			address := netip.MustParseAddrPort("127.24.1.2:6443")

			forwarder, err := forward(t.Context(), recorder, "home", address, opening{server: greeter(t), owner: open(t, "accept")})
			if err != nil {
				t.Fatal(err)
			}
			defer forwarder.close()

			connection, err := net.Dial("tcp4", address.String())
			if err != nil {
				t.Fatal(err)
			}

			switch test.fault.Action {
			case calls.ActionHold:
				if _, err := recorder.AwaitHeld(t.Context()); err != nil {
					t.Fatal(err)
				}

				recorder.ClearFaults()
			case calls.ActionHang:
				_ = connection.SetDeadline(time.Now().Add(20 * time.Millisecond))
			}

			got, _ := io.ReadAll(connection) // a dropped connection is an error or not
			_ = connection.Close()

			forwarder.close()

			if string(got) != test.wanted {
				t.Errorf("got %q", got)
			}

			if line := `"service":"kubernetes","target":"home","method":"connect","path":"127.24.1.2:6443","status":"` + test.status + `"`; !strings.Contains(journal.String(), line) {
				t.Error(journal)
			}
		})
	}
}

func TestForwarderBehindAFirewall(t *testing.T) {
	address := netip.MustParseAddrPort("127.24.1.3:6443")
	server := greeter(t)

	forwarder, err := forward(t.Context(), calls.NewRecorder(&strings.Builder{}), "home", address, opening{server: server, owner: open(t, "block")})
	if err != nil {
		t.Fatal(err)
	}
	defer forwarder.close()

	said := func() string {
		connection, err := net.Dial("tcp4", address.String())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close() //nolint:errcheck

		_ = connection.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		text, _ := io.ReadAll(connection)

		return string(text)
	}

	if text := said(); text != "" {
		t.Errorf("says %q to somebody who is not let in", text)
	}

	forwarder.follow(opening{server: server, owner: open(t, "accept")})

	if text := said(); text != "hello" {
		t.Errorf("says %q to somebody who is let in", text)
	}
}
