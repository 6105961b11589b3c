package talosnode_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cosi-project/runtime/pkg/safe"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode"
)

func userVolume(name, match string) string {
	return fmt.Sprintf("apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: %s\nprovisioning: {diskSelector: {match: '%s'}, minSize: 1GiB, grow: true}\n", name, match)
}

func handedIn(name string) string {
	return fmt.Sprintf("machine: {kubelet: {extraMounts: [{destination: /data, type: bind, source: /var/mnt/%s, options: [bind, rw]}]}}\n", name)
}

func (l *lab) volume(host int, id string) talosnode.InventoryVolume {
	volumes := l.node(host).Volumes

	if index := slices.IndexFunc(volumes, func(volume talosnode.InventoryVolume) bool { return volume.ID == id }); index >= 0 {
		return volumes[index]
	}

	return talosnode.InventoryVolume{Phase: "absent"}
}

func (l *lab) awaitVolume(host int, id, phase, disk string) talosnode.InventoryVolume {
	l.Helper()
	l.eventually(func() error {
		if now := l.volume(host, id); now.Phase != phase || now.Disk != disk {
			return fmt.Errorf("volume %s is %+v, want %s on %q", id, now, phase, disk)
		}

		return nil
	})

	return l.volume(host, id)
}

func (l *lab) holder(host int) string {
	mounts := l.node(host).Mounts
	if len(mounts) != 1 {
		return fmt.Sprint(mounts)
	}

	return mounts[0].Destination + " on " + mounts[0].Volume
}

func (l *lab) change(host int, patches ...string) {
	l.Helper()

	if _, err := l.apply(l.secure(host), l.configuration(host, machinetype.TypeWorker, patches...), machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		l.Fatal(err)
	}
}

func TestUserVolumes(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 40)
	lab.cluster(1, 0)
	lab.configured(11, machinetype.TypeWorker, userVolume("data", `disk.serial == "data"`), handedIn("data"))
	lab.await(11, "running")

	made := lab.awaitVolume(11, "u-data", "ready", "scsi1")
	if made.Serial != "data" || made.DataID == "" || made.GiB != 19 {
		t.Errorf("made %+v", made)
	}

	if got := lab.holder(11); got != "/data on u-data" {
		t.Errorf("pods see %s", got)
	}

	node := lab.secure(11)

	status, err := safe.StateGetByID[*block.VolumeStatus](t.Context(), node.COSI, "u-data")
	if err != nil || status.TypedSpec().Location != "/dev/sdb1" || status.TypedSpec().ParentLocation != "/dev/sdb" || status.TypedSpec().PartitionUUID != made.DataID {
		t.Errorf("%v, %v", status, err)
	}

	mount, err := safe.StateGetByID[*block.MountStatus](t.Context(), node.COSI, "u-data")
	if err != nil || mount.TypedSpec().Target != "/var/mnt/data" {
		t.Errorf("%v, %v", mount, err)
	}

	disk, err := safe.StateGetByID[*block.Disk](t.Context(), node.COSI, "sdb")
	if err != nil || fmt.Sprint(disk.TypedSpec().Symlinks) != "[/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_data]" {
		t.Errorf("%v, %v", disk, err)
	}

	// a restart, and a bigger disk, keep the data
	lab.server.PowerOff(lab.machine(11).ID, false)

	bigger := lab.machine(11)
	bigger.Disks[1].Bytes = 40 << 30

	if err := lab.server.PowerOn(bigger); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "running")

	if kept := lab.awaitVolume(11, "u-data", "ready", "scsi1"); kept.DataID != made.DataID || kept.GiB != 39 {
		t.Errorf("%+v has become %+v", made, kept)
	}

	// under another name it is another volume, for which there is no room
	lab.change(11, userVolume("other", `disk.serial == "data"`), handedIn("other"))

	lost := lab.awaitVolume(11, "u-other", "failed", "")
	if want := "no disks matched for volume (1 matched selector): 1 have not enough space, 0 have wrong format, 0 have other issues"; lost.Error != want {
		t.Errorf("got %q, want %q", lost.Error, want)
	}

	if got := lab.holder(11); got != "/data on EPHEMERAL" {
		t.Errorf("pods see %s", got)
	}

	// the old name finds the old data
	lab.change(11, userVolume("data", `disk.serial == "data"`), handedIn("data"))

	if back := lab.awaitVolume(11, "u-data", "ready", "scsi1"); back.DataID != made.DataID {
		t.Errorf("%+v has become %+v", made, back)
	}
}

// The kubelet does not wait for a volume of a document: what pods write lands on the system disk.
func TestVolumeWithoutDisk(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 41)
	lab.cluster(1, 0)
	lab.configured(11, machinetype.TypeWorker, userVolume("data", `disk.serial == "nothing"`), handedIn("data"))
	lab.await(11, "running")

	if missing := lab.awaitVolume(11, "u-data", "failed", ""); missing.Error != "no disks matched selector for volume" {
		t.Errorf("got %q", missing.Error)
	}

	if got := lab.holder(11); got != "/data on EPHEMERAL" {
		t.Errorf("pods see %s", got)
	}

	// a disk that is plugged in while the machine runs is found
	plugged := append(slices.Clone(lab.machine(11).Disks), machine.Disk{Interface: "scsi2", Serial: "nothing", Bytes: 5 << 30})
	lab.server.Plug(lab.machine(11).ID, plugged, lab.machine(11).Cards)
	lab.awaitVolume(11, "u-data", "ready", "scsi2")

	if got := lab.holder(11); got != "/data on u-data" {
		t.Errorf("pods see %s", got)
	}

	// and what is on it goes with it to another machine
	content := &machine.Content{}
	content.Put(machine.Partition{Label: "u-data", ID: "of another machine", Bytes: 1 << 30})

	other := lab.machine(12)
	other.Disks = append(other.Disks, machine.Disk{Interface: "virtio0", Serial: "moved", Bytes: 5 << 30, Content: content})

	if err := lab.server.PowerOn(other); err != nil {
		t.Fatal(err)
	}

	lab.await(12, "maintenance")

	text := lab.configuration(12, machinetype.TypeWorker, userVolume("data", "!system_disk && disk.transport == \"virtio\""))
	if _, err := lab.apply(lab.insecure(12), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	if found := lab.awaitVolume(12, "u-data", "ready", "virtio0"); found.DataID != "of another machine" {
		t.Errorf("found %+v", found)
	}
}

// The boot waits for partitions of machine.disks, before there is a container runtime.
func TestMachineDisks(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 42)
	lab.cluster(1, 0)

	disks := func(device string) []byte {
		return lab.configurationOf(bundle(), config.TalosVersion1_9, machinetype.TypeWorker,
			"machine: {network: {hostname: node-11}, disks: [{device: "+device+", partitions: [{mountpoint: /var/data}]}]}\n")
	}

	lab.powerOn(11)

	if _, err := lab.apply(lab.insecure(11), disks("/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_wrong"), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "booting")
	lab.awaitVolume(11, "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_wrong-1", "failed", "")

	if services, err := lab.secure(11).ServiceInfo(t.Context(), "cri"); err != nil || len(services) != 0 {
		t.Errorf("the container runtime: %v, %v", services, err)
	}

	lab.wants(lab.secure(11).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}), codes.FailedPrecondition, "bootstrap is not available yet")

	if _, err := lab.apply(lab.secure(11), disks("/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_data"), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "running")
	lab.awaitVolume(11, "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_data-1", "ready", "scsi1")
}

func TestEphemeralElsewhere(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 43)
	elsewhere := func(match string) string {
		return fmt.Sprintf("apiVersion: v1alpha1\nkind: VolumeConfig\nname: EPHEMERAL\nprovisioning: {diskSelector: {match: '%s'}, maxSize: 8GiB}\n", match)
	}

	lab.configured(1, machinetype.TypeControlPlane, elsewhere(`disk.serial == "nothing"`))
	lab.await(1, "booting")
	lab.awaitVolume(1, "EPHEMERAL", "failed", "")
	lab.wants(lab.secure(1).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}), codes.FailedPrecondition, "bootstrap is not available yet")

	if _, err := lab.apply(lab.secure(1), lab.configuration(1, machinetype.TypeControlPlane, elsewhere(`disk.serial == "data"`)), machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		t.Fatal(err)
	}

	made := lab.awaitVolume(1, "EPHEMERAL", "ready", "scsi1")
	if made.GiB != 8 {
		t.Errorf("made %+v", made)
	}

	lab.eventually(func() error { return lab.secure(1).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) })
	lab.await(1, "running")

	// a reset recreates it
	if err := lab.secure(1).Reset(t.Context(), false, true); err != nil {
		t.Fatal(err)
	}
}

func TestPartsOfEphemeralStayWhereTheyAre(t *testing.T) {
	t.Parallel()

	const etcd = "apiVersion: v1alpha1\nkind: VolumeConfig\nname: ETCD\nprovisioning: {diskSelector: {match: 'disk.serial == \"data\"'}, minSize: 1GiB}\n"

	lab := newLab(t, 47)

	for host, documents := range map[int][]string{1: nil, 2: {etcd}} {
		switchedOn := lab.machine(host)
		switchedOn.Image.Version = "v1.14.1"

		if err := lab.server.PowerOn(switchedOn); err != nil {
			t.Fatal(err)
		}

		lab.await(host, "maintenance")

		if _, err := lab.apply(lab.insecure(host), lab.configuration(host, machinetype.TypeControlPlane, documents...), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
			t.Fatal(err)
		}

		lab.await(host, "booting")
	}

	lab.awaitVolume(1, "ETCD", "ready", "")
	lab.awaitVolume(2, "ETCD", "ready", "scsi1")

	for host, refused := range map[int]struct {
		documents []string
		want      string
	}{
		1: {[]string{etcd}, `the backing of the "ETCD" system volume cannot be changed after creation`},
		2: {nil, `the "ETCD" system volume is backed by a dedicated partition and its VolumeConfig cannot be removed`},
	} {
		_, err := lab.apply(lab.secure(host), lab.configuration(host, machinetype.TypeControlPlane, refused.documents...), machineapi.ApplyConfigurationRequest_AUTO)
		lab.wants(err, codes.InvalidArgument, refused.want)
	}
}
