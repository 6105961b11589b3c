package talosnode_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

const reservedMAC = "bc:24:11:00:00:05"

// servedBy starts a DHCP server in the network vmbr0 that keeps the address of machine 5 for its card.
func servedBy(lab int) func(*talosnode.Config) {
	prefix := func(host int) netip.Prefix { return netip.MustParsePrefix(fmt.Sprintf("127.23.%d.%d/24", lab, host)) }

	return func(config *talosnode.Config) {
		config.DHCP = []talosnode.DHCPServer{{
			Networks:     []string{"vmbr0"},
			Reservations: map[string]netip.Prefix{"BC:24:11:00:00:05": prefix(5)},
			Pool:         prefix(200),
		}}
	}
}

// asking is a machine whose cloud-init has it ask a DHCP server.
func (l *lab) asking(host int, mac, network string) machine.Machine {
	made := l.machine(host)
	made.Cards[0].Addresses, made.Cards[0].Gateways, made.Cards[0].AsksDHCP = nil, nil, true
	made.Cards[0].MAC, made.Cards[0].Network = mac, network

	return made
}

func TestAReservedAddressIsKeptBeforeAndAfterTheConfiguration(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 40, servedBy(40))
	if err := lab.server.PowerOn(lab.asking(5, reservedMAC, "vmbr0")); err != nil {
		t.Fatal(err)
	}

	lab.await(5, "maintenance")

	text := lab.configuration(5, machinetype.TypeControlPlane, "apiVersion: v1alpha1\nkind: DHCPv4Config\nname: eth0\n")
	if _, err := lab.apply(lab.insecure(5), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(5, "booting")
}

func TestWhoHasNoReservationGetsAnotherAddress(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 41, servedBy(41))
	for host, mac := range map[int]string{6: "bc:24:11:00:00:06", 7: "bc:24:11:00:00:07"} {
		if err := lab.server.PowerOn(lab.asking(host, mac, "vmbr0")); err != nil {
			t.Fatal(err)
		}
	}

	lab.eventually(func() error {
		found := map[string]bool{lab.node(6).Address.String(): true, lab.node(7).Address.String(): true}
		if !found["127.23.41.200"] || !found["127.23.41.201"] {
			return fmt.Errorf("the machines answer at %v", found)
		}

		return nil
	})
}

func TestNobodyAnswersInANetworkWithoutServer(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 42, servedBy(42))
	if err := lab.server.PowerOn(lab.asking(5, reservedMAC, "vmbr0.10")); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if stage := lab.node(5).Stage; stage != "maintenance" {
			return fmt.Errorf("the machine is at stage %q", stage)
		}

		return nil
	})

	for range 20 {
		if node := lab.node(5); node.Address.IsValid() {
			t.Fatalf("the machine answers at %s", node.Address)
		}

		time.Sleep(10 * time.Millisecond)
	}
}
