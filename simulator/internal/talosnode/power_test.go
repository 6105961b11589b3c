package talosnode_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

func TestPower(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 12)
	lab.cluster(1, 0)

	id, first := lab.machine(1).ID, lab.node(1).BootID

	lab.server.PowerOff(id, false)

	if lab.server.IsOn(id) {
		t.Fatal("it is on")
	}

	lab.wants(second(lab.secure(1).Version(t.Context())), codes.Unavailable, "connection refused")

	if _, ok := lab.server.AgentInterfaces(id); ok {
		t.Error("the guest agent answers")
	}

	// what it was it is again
	if err := lab.server.PowerOn(lab.machine(1)); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "running")

	if lab.node(1).BootID == first {
		t.Error("the boot id is the same")
	}

	lab.server.PowerOff(id, true)
	lab.await(1, "off")

	if left, joined := lab.kubernetes.made("leave node-1 "+lab.address(1)), lab.kubernetes.made("join node-1 "+lab.address(1)); left != 2 || joined != 2 {
		t.Errorf("joined %d times, left %d times", joined, left)
	}

	// a new machine at its place knows nothing
	lab.server.Remove(id)
	lab.powerOn(1)

	if inventory := lab.server.Inventory(); len(inventory.Etcd) != 0 {
		t.Errorf("etcd %v", inventory.Etcd)
	}
}

func TestMovedAddress(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 13)

	lab.configured(1, machinetype.TypeControlPlane, fmt.Sprintf("apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\naddresses: [{address: %s/24}]\n", lab.address(101)))
	lab.configured(2, machinetype.TypeControlPlane, fmt.Sprintf("machine: {network: {interfaces: [{interface: eth0, addresses: [%s/24]}]}}\n", lab.address(102)))
	lab.configured(3, machinetype.TypeControlPlane, "machine: {network: {interfaces: [{interface: eth0, vip: {ip: "+lab.address(200)+"}}]}}\n")

	for host, moved := range map[int]int{1: 101, 2: 102, 3: 3} {
		lab.eventually(func() error {
			if node := lab.node(host); node.Stage != "booting" || node.Address.String() != lab.address(moved) {
				return fmt.Errorf("machine %d is %s at %s", host, node.Stage, node.Address)
			}

			return nil
		})

		if _, err := lab.secure(moved).Version(t.Context()); err != nil {
			t.Error(err)
		}
	}

	lab.wants(second(lab.secure(1).Version(t.Context())), codes.Unavailable, "connection refused")

	// and back, without a restart
	if _, err := lab.apply(lab.secure(101), lab.configuration(1, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error { return second(lab.secure(1).Version(t.Context())) })
}

func TestSameAddress(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 14)
	lab.powerOn(1)

	other := lab.machine(2)
	other.Addresses = lab.machine(1).Addresses

	if err := lab.server.PowerOn(other); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		for _, call := range lab.recorder.Calls(0) {
			if call.Method == "listen" && call.Target == lab.address(1) && call.Path == other.Name {
				return nil
			}
		}

		return fmt.Errorf("the journal does not tell it")
	})

	if lab.node(2).Address.IsValid() {
		t.Error("both listen")
	}

	// the address becomes free
	lab.server.Remove(lab.machine(1).ID)
	lab.await(2, "maintenance")
}

func TestSilence(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 15)
	lab.cluster(2, 0)

	if err := lab.recorder.AddFaults(calls.Rule{Service: calls.Talos, Target: lab.address(2), Action: calls.ActionHang}); err != nil {
		t.Fatal(err)
	}

	if _, err := lab.secure(1).Version(t.Context()); err != nil {
		t.Error(err)
	}

	lab.wants(second(lab.secure(2).Version(withTimeout(t, 300*time.Millisecond))), codes.DeadlineExceeded, "")

	lab.recorder.ClearFaults()

	if _, err := lab.secure(2).Version(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestPhysical(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 16, func(settings *talosnode.Config) {
		settings.Physical = []talosnode.Physical{{
			Name: "work-01", Address: netip.MustParsePrefix("127.23.16.22/16"), MemoryMiB: 8192,
			Image: machine.Image{Version: "v1.13.9", Platform: "metal", Architecture: "amd64"},
			Disks: []talosnode.PhysicalDisk{{Interface: "nvme0", SizeGiB: 100, System: true}},
		}}
	})
	lab.cluster(1, 0)

	node := func() talosnode.InventoryNode {
		for _, node := range lab.server.Inventory().Nodes {
			if node.Physical {
				return node
			}
		}

		return talosnode.InventoryNode{}
	}

	is := func(stage string) {
		t.Helper()
		lab.eventually(func() error {
			if now := node(); now.Stage != stage || (stage == "off") == now.Address.IsValid() {
				return fmt.Errorf("it is %s at %s, want %s", now.Stage, now.Address, stage)
			}

			return nil
		})
	}

	is("maintenance")

	version, err := lab.insecure(22).Version(t.Context())
	if err != nil || version.GetMessages()[0].GetPlatform().GetMode() != "metal" {
		t.Fatalf("version %v, %v", version, err)
	}

	first := node().BootID
	text := lab.configuration(22, machinetype.TypeWorker, "machine: {install: {disk: /dev/nvme0n1}}\n")

	if _, err := lab.apply(lab.insecure(22), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	is("running")

	if node().BootID == first {
		t.Error("it was not installed")
	}

	if count := lab.kubernetes.made("join node-22 " + lab.address(22)); count != 1 {
		t.Errorf("joined %d times", count)
	}

	resetGracefully(lab, 22, false)
	is("off")

	if err := lab.server.PowerOnPhysical("nobody"); err == nil {
		t.Error("a machine that is not there was switched on")
	}

	if err := lab.server.PowerOnPhysical("work-01"); err != nil {
		t.Fatal(err)
	}

	is("maintenance")

	// DHCP off and no address: nobody reaches it
	text = lab.configuration(22, machinetype.TypeWorker, "machine: {install: {disk: /dev/nvme0n1}}\n", "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\n")
	if _, err := lab.apply(lab.insecure(22), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if now := node(); now.Stage != "booting" || now.Address.IsValid() {
			return fmt.Errorf("it is %s at %s", now.Stage, now.Address)
		}

		return nil
	})
}
