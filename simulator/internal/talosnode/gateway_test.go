package talosnode_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// hosted is a machine with an address and nothing else of its network, whose gateway lies outside of it.
func (l *lab) hosted(host int, arguments ...string) machine.Machine {
	made := l.machine(host)
	made.Cards[0].Addresses = []netip.Prefix{netip.PrefixFrom(netip.MustParseAddr(l.address(host)), 32)}
	made.Cards[0].Gateways = []netip.Addr{netip.MustParseAddr("127.24.0.1")}
	made.Image.KernelArgs = arguments

	return made
}

func TestNobodyReachesAMachineThatDoesNotReachItsGateway(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 20)
	if err := lab.server.PowerOn(lab.hosted(1)); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if stage := lab.node(1).Stage; stage != "maintenance" {
			return fmt.Errorf("the machine is at stage %q", stage)
		}

		return nil
	})

	for range 30 {
		if node := lab.node(1); node.Address.IsValid() {
			t.Fatalf("the machine answers at %s", node.Address)
		}

		time.Sleep(10 * time.Millisecond)
	}

	if _, err := lab.insecure(1).Version(t.Context()); err == nil {
		t.Fatal("the machine tells its version")
	}
}

func TestAKernelArgumentLeadsToTheGateway(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 21)
	if err := lab.server.PowerOn(lab.hosted(1, "ip="+lab.address(1)+"::127.24.0.1:255.255.255.255::eth0:off")); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "maintenance")

	text := lab.configuration(1, machinetype.TypeControlPlane, fmt.Sprintf(
		"apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\naddresses: [{address: %s/32}]\nroutes: [{destination: 127.24.0.1/32}, {gateway: 127.24.0.1}]\n",
		lab.address(1)))
	if _, err := lab.apply(lab.insecure(1), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "booting")
}
