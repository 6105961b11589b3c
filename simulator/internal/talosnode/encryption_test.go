package talosnode_test

import (
	"fmt"
	"strings"
	"testing"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
)

const (
	firstUUID  = "6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55"
	secondUUID = "1c9c1f6e-54f0-4b3a-8d0e-7f5f0a2b9e11"
)

// byNodeID encrypts a partition of Talos with a key made of the UUID of the machine.
func byNodeID(name string) string {
	return "apiVersion: v1alpha1\nkind: VolumeConfig\nname: " + name + "\nencryption: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}\n"
}

// restart switches a machine off and on with another UUID.
func (l *lab) restart(host int, uuid string) {
	l.Helper()
	l.server.PowerOff(l.machine(host).ID, false)

	again := l.machine(host)
	again.UUID = uuid

	if err := l.server.PowerOn(again); err != nil {
		l.Fatal(err)
	}
}

func (l *lab) awaitBlocked(host int, reason string) {
	l.Helper()
	l.eventually(func() error {
		if got := l.node(host).Blocked; !strings.HasPrefix(got, reason) {
			return fmt.Errorf("machine %d is blocked by %q, want %q", host, got, reason)
		}

		return nil
	})
}

func TestEncryptedSystem(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 44)
	lab.cluster(1, 0)
	lab.restart(11, firstUUID)
	lab.await(11, "maintenance")

	text := lab.configuration(11, machinetype.TypeWorker, byNodeID("STATE"), byNodeID("EPHEMERAL"))
	if _, err := lab.apply(lab.insecure(11), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "running")

	if made := lab.volume(11, "EPHEMERAL"); fmt.Sprint(made.Keys) != "[0 nodeid]" {
		t.Errorf("made %+v", made)
	}

	lab.restart(11, firstUUID)
	lab.await(11, "running")

	// with another UUID it does not find its configuration, and nobody can ask it anything
	lab.restart(11, secondUUID)
	lab.awaitBlocked(11, "volume STATE: error opening encrypted volume")

	if lab.node(11).Address.IsValid() {
		t.Error("its API is open")
	}

	lab.restart(11, firstUUID)
	lab.await(11, "running")
}

func TestEncryptedLater(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 45)
	lab.cluster(1, 0)
	lab.restart(11, firstUUID)
	lab.await(11, "maintenance")

	if _, err := lab.apply(lab.insecure(11), lab.configuration(11, machinetype.TypeWorker), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "running")

	// nothing happens until it restarts, and then it does not come back
	lab.change(11, byNodeID("EPHEMERAL"))
	lab.awaitVolume(11, "EPHEMERAL", "ready", "scsi0")
	lab.restart(11, firstUUID)
	lab.awaitBlocked(11, "volume EPHEMERAL: block dev type mismatch: xfs != luks")
}
