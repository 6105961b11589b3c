package talosnode_test

import (
	"fmt"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/calls"
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

	// what cloud-init has said stays
	if _, err := lab.secure(1).Version(t.Context()); err != nil {
		t.Error(err)
	}

	// and back, without a restart
	if _, err := lab.apply(lab.secure(101), lab.configuration(1, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if node := lab.node(1); node.Address.String() != lab.address(1) {
			return fmt.Errorf("the machine is at %s", node.Address)
		}

		return nil
	})
	lab.wants(second(lab.secure(101).Version(withTimeout(t, time.Second))), codes.Unavailable, "connection refused")
	lab.eventually(func() error { return second(lab.secure(1).Version(t.Context())) })
}

// A machine is found where its configuration says only if the link is there.
func TestWrongLink(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 32)
	static := func(host int, link string) string {
		return fmt.Sprintf("apiVersion: v1alpha1\nkind: LinkConfig\nname: %s\naddresses: [{address: %s/24}]\n", link, lab.address(host))
	}

	for host, link := range map[int]string{1: "eth0", 2: "ens18", 3: "enp6s18"} {
		bare := lab.machine(host)
		bare.Image.Platform = "nocloud"

		if err := lab.server.PowerOn(bare); err != nil {
			t.Fatal(err)
		}

		lab.await(host, "maintenance")

		text := lab.configuration(host, machinetype.TypeControlPlane, static(100+host, link))
		if _, err := lab.apply(lab.insecure(host), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
			t.Fatal(err)
		}
	}

	lab.eventually(func() error { return second(lab.secure(101).Version(t.Context())) })

	for _, host := range []int{2, 3} {
		lab.await(host, "booting")
		lab.wants(second(lab.secure(100+host).Version(withTimeout(t, time.Second))), codes.Unavailable, "connection refused")

		if node := lab.node(host); node.Address.String() != lab.address(host) {
			t.Errorf("machine %d is at %s", host, node.Address)
		}
	}
}

func TestSameAddress(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 14)
	lab.powerOn(1)

	other := lab.machine(2)
	other.Cards = lab.machine(1).Cards

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
