package network_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

const machineOf = "version: v1alpha1\nmachine:\n  type: worker\n  network: %s\n"

func document(text string) string {
	return fmt.Sprintf(machineOf, "{}") + "---\napiVersion: v1alpha1\n" + text
}

func TestAddresses(t *testing.T) {
	const own, other = "127.23.0.5/16", "127.23.0.6/16"

	for _, test := range []struct {
		name, configuration        string
		withCloudInit, withoutThat string
	}{
		{"nothing", fmt.Sprintf(machineOf, "{}"), own, own},
		{"static", document("kind: LinkConfig\nname: eth0\naddresses: [{address: " + other + "}]\n"), other, other},
		{"static in the main document", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, addresses: ["+other+"]}]}"), other, other},
		{"ignored interface", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, ignore: true, addresses: ["+other+"]}]}"), own, own},
		{"virtual address only", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, vip: {ip: 127.23.0.9}}]}"), own, ""},
		{"dhcp", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, dhcp: true}]}"), own, own},
		{"link without address", document("kind: LinkConfig\nname: eth0\n"), own, ""},
		{"dhcp document", document("kind: DHCPv4Config\nname: eth0\n"), own, own},
	} {
		t.Run(test.name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(test.configuration))
			if err != nil {
				t.Fatal(err)
			}

			for cloudInit, want := range map[bool]string{true: test.withCloudInit, false: test.withoutThat} {
				platform := network.Platform{CloudInit: cloudInit, Addresses: []netip.Prefix{netip.MustParsePrefix(own)}}

				got := ""
				if found := network.Addresses(configuration, platform); len(found) > 0 {
					got = found[0].String()
				}

				if got != want {
					t.Errorf("cloud-init %t: got %q, want %q", cloudInit, got, want)
				}
			}
		})
	}
}

func TestHostname(t *testing.T) {
	for _, test := range []struct {
		name, configuration, withCloudInit, withoutThat string
	}{
		{"document", document("kind: HostnameConfig\nhostname: Node-1.lan\n"), "node-1", "node-1"},
		{"main document", fmt.Sprintf(machineOf, "{hostname: node-2}"), "node-2", "node-2"},
		{"none", fmt.Sprintf(machineOf, "{}"), "vm", "talos-ba7-816"},
	} {
		t.Run(test.name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(test.configuration))
			if err != nil {
				t.Fatal(err)
			}

			for cloudInit, want := range map[bool]string{true: test.withCloudInit, false: test.withoutThat} {
				if got := network.Hostname(configuration, network.Platform{CloudInit: cloudInit, Name: "vm"}, "abc"); got != want {
					t.Errorf("cloud-init %t: got %q, want %q", cloudInit, got, want)
				}
			}
		})
	}
}
