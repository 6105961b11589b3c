package network_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

const machineOf = "version: v1alpha1\nmachine:\n  type: worker\n  network: %s\n"

func document(text string) string {
	return fmt.Sprintf(machineOf, "{}") + "---\napiVersion: v1alpha1\n" + text
}

const own, other = "127.23.0.5/16", "127.23.0.6/16"

// links are a card that the surroundings give an address, one without, and one without a cable.
func links(counted bool) []network.Link {
	return network.Links([]machine.Card{
		{
			Name: "enp6s18", MAC: "bc:24:11:00:00:01", Driver: "virtio_net", BusPath: "0000:06:12.0", PCIID: "1AF4:1000",
			Addresses: []netip.Prefix{netip.MustParsePrefix(own)},
		},
		{Name: "enp6s19", MAC: "bc:24:11:00:00:02", Driver: "e1000", BusPath: "0000:06:13.0", PCIID: "8086:100E"},
		{Name: "enp6s20", MAC: "bc:24:11:00:00:03", Driver: "virtio_net", BusPath: "0000:06:14.0", PCIID: "1AF4:1000", Unplugged: true},
	}, counted)
}

func TestAddresses(t *testing.T) {
	static := "addresses: [" + other + "]"
	selected := func(selector string) string {
		return fmt.Sprintf(machineOf, "{interfaces: [{deviceSelector: {"+selector+"}, "+static+"}]}")
	}
	aliased := func(name, match, used string) string {
		return document("kind: LinkAliasConfig\nname: " + name + "\nselector: {match: '" + match + "'}\n---\napiVersion: v1alpha1\nkind: LinkConfig\nname: " +
			used + "\naddresses: [{address: " + other + "}]\n")
	}

	for _, test := range []struct {
		name, configuration        string
		withCloudInit, withoutThat string
	}{
		{"nothing", fmt.Sprintf(machineOf, "{}"), own, own},
		{"static, counted name", document("kind: LinkConfig\nname: eth0\naddresses: [{address: " + other + "}]\n"), other + " " + own, ""},
		{"static, name of the place", document("kind: LinkConfig\nname: enp6s18\naddresses: [{address: " + other + "}]\n"), own, other},
		{"static, wrong name", document("kind: LinkConfig\nname: eth7\naddresses: [{address: " + other + "}]\n"), own, ""},
		{"static, no cable", document("kind: LinkConfig\nname: eth2\naddresses: [{address: " + other + "}]\n"), own, ""},
		{"static in the main document", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, "+static+"}]}"), other + " " + own, own},
		{"static in the main document, wrong name", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth7, "+static+"}]}"), own, own},
		{"by MAC", selected("hardwareAddr: 'BC:24:11:00:00:01'"), other + " " + own, other},
		{"by driver", selected("driver: virtio*"), other + " " + own, other},
		{"by bus", selected("busPath: '0000:06:12*', pciID: '1AF4:*'"), other + " " + own, other},
		{"by MAC that no card has", selected("hardwareAddr: 'bc:24:11:00:00:99'"), own, own},
		{"by MAC and driver of different cards", selected("hardwareAddr: 'bc:24:11:00:00:01', driver: e1000"), own, own},
		{"physical", selected("physical: true"), other + " " + own, other},
		{"not physical", selected("physical: false"), own, own},
		{"alias", aliased("net0", `link.driver == "e1000"`, "net0"), other + " " + own, other},
		{"alias by MAC", aliased("net0", `mac(link.permanent_addr) == "bc:24:11:00:00:01"`, "net0"), other + " " + own, other},
		{"alias that several cards match", aliased("net0", "link.type == 1", "net0"), own, ""},
		{"counted alias", aliased("net%d", "link.type == 1", "net1"), other + " " + own, other},
		{"alias that is used under another name", aliased("net0", `link.driver == "e1000"`, "net1"), own, ""},
		{"ignored interface", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, ignore: true, "+static+"}]}"), own, own},
		{"ignored interface that is there", fmt.Sprintf(machineOf, "{interfaces: [{interface: enp6s18, ignore: true, "+static+"}]}"), own, ""},
		{"virtual address only", fmt.Sprintf(machineOf, "{interfaces: [{interface: enp6s18, vip: {ip: 127.23.0.9}}]}"), own, ""},
		{"dhcp", fmt.Sprintf(machineOf, "{interfaces: [{interface: enp6s18, dhcp: true}]}"), own, own},
		{"dhcp on another card", fmt.Sprintf(machineOf, "{interfaces: [{interface: enp6s19, dhcp: true}]}"), own, own},
		{"VLAN", fmt.Sprintf(machineOf, "{interfaces: [{interface: eth1, vlans: [{vlanId: 3, "+static+"}]}]}"), other + " " + own, own},
		{"VLAN document", document("kind: VLANConfig\nname: v\nvlanID: 3\nparent: eth1\naddresses: [{address: " + other + "}]\n"), other + " " + own, ""},
		{"VLAN document on nothing", document("kind: VLANConfig\nname: v\nvlanID: 3\nparent: eth7\naddresses: [{address: " + other + "}]\n"), own, ""},
		{"link without address", document("kind: LinkConfig\nname: eth0\n"), own, ""},
		{"dhcp document", document("kind: DHCPv4Config\nname: enp6s18\n"), own, own},
		{"dhcp document for a link that is not there", document("kind: DHCPv4Config\nname: eth7\n"), own, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(test.configuration))
			if err != nil {
				t.Fatal(err)
			}

			for cloudInit, want := range map[bool]string{true: test.withCloudInit, false: test.withoutThat} {
				platform := network.Platform{CloudInit: cloudInit, Links: links(cloudInit)}

				if got := fmt.Sprint(network.Addresses(configuration, platform)); got != "["+want+"]" {
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

func TestOnLink(t *testing.T) {
	configuration, err := configloader.NewFromBytes([]byte(document("kind: LinkConfig\nname: eth1\naddresses: [{address: " + other + "}]\n")))
	if err != nil {
		t.Fatal(err)
	}

	platform := network.Platform{CloudInit: true, Links: links(true)}

	for link, want := range map[string]string{"eth0": "[" + own + "]", "eth1": "[" + other + "]", "eth2": "[]"} {
		if got := fmt.Sprint(network.OnLink(configuration, platform, link)); got != want {
			t.Errorf("%s has %s, want %s", link, got, want)
		}
	}
}

func TestInSubnets(t *testing.T) {
	all := network.Sorted([]netip.Prefix{netip.MustParsePrefix("127.23.9.1/16"), netip.MustParsePrefix("127.23.0.5/16"), netip.MustParsePrefix("fd00::1/64")})

	for _, test := range []struct {
		subnets []string
		want    string
	}{
		{nil, "[127.23.0.5 127.23.9.1 fd00::1]"},
		{[]string{"127.23.0.0/16"}, "[127.23.0.5 127.23.9.1]"},
		{[]string{"127.23.0.0/16", "!127.23.0.0/24"}, "[127.23.9.1]"},
		{[]string{"!127.23.9.1/32"}, "[127.23.0.5 fd00::1]"},
		{[]string{"10.0.0.0/8"}, "[]"},
	} {
		if got := fmt.Sprint(network.InSubnets(all, test.subnets)); got != test.want {
			t.Errorf("%v: got %s, want %s", test.subnets, got, test.want)
		}
	}
}

func TestVirtualWithoutLink(t *testing.T) {
	for text, want := range map[string]string{
		document("kind: Layer2VIPConfig\nname: 127.23.0.9\nlink: eth1\n"):                                        "[]",
		document("kind: Layer2VIPConfig\nname: 127.23.0.9\nlink: ens18\n"):                                       "[127.23.0.9]",
		fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, vip: {ip: 127.23.0.9}}]}"):                       "[]",
		fmt.Sprintf(machineOf, "{interfaces: [{interface: eth7, vip: {ip: 127.23.0.9}}]}"):                       "[127.23.0.9]",
		fmt.Sprintf(machineOf, "{interfaces: [{interface: eth7, vlans: [{vlanId: 3, vip: {ip: 127.23.0.9}}]}]}"): "[127.23.0.9]",
	} {
		configuration, err := configloader.NewFromBytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}

		if got := fmt.Sprint(network.VirtualWithoutLink(configuration, network.Platform{CloudInit: true, Links: links(true)})); got != want {
			t.Errorf("%s\ngot %s, want %s", text, got, want)
		}
	}
}
