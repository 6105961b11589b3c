package talosnode_test

import (
	"testing"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// A virtual machine that was booted from a CD installs Talos on the disk of its configuration, and on no other.
func TestInstallFromCD(t *testing.T) {
	t.Parallel()

	lab := newPhysicalLab(t, 34)
	lab.cluster(1, 0)

	booted := lab.machine(11)
	booted.Disks[0].System = false
	booted.Disks[0].Content, booted.Disks[1].Content = &machine.Content{}, &machine.Content{}

	if err := lab.server.PowerOn(booted); err != nil {
		t.Fatal(err)
	}

	lab.await(11, "maintenance")

	install := func(disk string) {
		t.Helper()

		patch := "machine: {install: {" + disk + "image: '" + lab.factory + "/nocloud-installer/" + emptySchematic + ":v1.13.9'}}\n"
		text := lab.configuration(11, machinetype.TypeWorker, patch)

		if _, err := lab.apply(lab.insecure(11), text, machineapi.ApplyConfigurationRequest_AUTO); err != nil {
			t.Fatal(err)
		}
	}

	first := lab.lab.node(11).BootID
	install("disk: /dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_wrong, ")
	lab.logged(`failed to install: disk "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_wrong" does not exist`)
	lab.await(11, "maintenance")

	install("disk: /dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_system, ")
	lab.await(11, "running")

	if now := lab.lab.node(11); now.BootID == first || now.Version != "v1.13.9" {
		t.Errorf("it was not installed: %+v", now)
	}

	if on, other := booted.Disks[0].Content.System(), booted.Disks[1].Content.System(); on == nil || on.Version != "v1.13.9" || other != nil {
		t.Errorf("on the disks: %v, %v", on, other)
	}
}
