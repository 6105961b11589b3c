package storage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

const main = "version: v1alpha1\nmachine:\n  type: worker\n"

// disks are a system disk, two for data and a whole one that is in use.
func disks() []machine.Disk {
	used := &machine.Content{}
	used.Put(machine.Partition{ID: "whole", Bytes: 30 << 30})

	return []machine.Disk{
		{Interface: "scsi0", Serial: "drive-scsi0", Bytes: 10 << 30, System: true, Content: &machine.Content{}},
		{Interface: "scsi1", Serial: "a", Bytes: 20 << 30, Content: &machine.Content{}},
		{Interface: "virtio0", Serial: "b", Bytes: 5 << 30, Content: &machine.Content{}},
		{Interface: "sata0", Serial: "whole", Bytes: 30 << 30, Content: used},
	}
}

func TestSettle(t *testing.T) {
	volume := func(name, rest string) string {
		return "---\napiVersion: v1alpha1\nkind: UserVolumeConfig\nname: " + name + "\n" + rest
	}
	on := func(match, more string) string {
		return "provisioning: {diskSelector: {match: '" + match + "'}" + more + "}\n"
	}

	for _, test := range []struct {
		name, documents string
		want            []string
		blocked         string
	}{
		{"nothing", "", []string{"EPHEMERAL ready scsi0 8"}, ""},
		{"by serial", volume("data", on(`disk.serial == "a"`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data ready scsi1 19"}, ""},
		{"by size, the first that fits", volume("data", on("disk.size > 4u * GiB && !system_disk", ", minSize: 1GiB, maxSize: 2GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data ready scsi1 2"}, ""},
		{"by symlink", volume("data", on(`"/dev/disk/by-id/virtio-b" in disk.symlinks`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data ready virtio0 4"}, ""},
		{"by path", volume("data", on(`disk.dev_path == "/dev/vda"`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data ready virtio0 4"}, ""},
		{"two on one disk", volume("one", on(`disk.serial == "a"`, ", minSize: 1GiB, maxSize: 5GiB")) + volume("two", on(`disk.serial == "a"`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-one ready scsi1 5", "u-two ready scsi1 14"}, ""},
		{"no disk", volume("data", on(`disk.serial == "x"`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data failed no disks matched selector for volume"}, ""},
		{"as large as the disk", volume("data", on(`disk.serial == "a"`, ", minSize: 20GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data failed no disks matched for volume (1 matched selector): 1 have not enough space, 0 have wrong format, 0 have other issues"}, ""},
		{"the system disk is full", volume("data", on("system_disk", ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data failed no disks matched for volume (1 matched selector): 1 have not enough space, 0 have wrong format, 0 have other issues"}, ""},
		{"a disk without partition table", volume("data", on(`disk.serial == "whole"`, ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 8", "u-data failed no disks matched for volume (1 matched selector): 0 have not enough space, 0 have wrong format, 1 have other issues"}, ""},
		{"a whole disk, found", volume("data", "volumeType: disk\n"+on(`disk.serial == "whole"`, "")), []string{"EPHEMERAL ready scsi0 8", "u-data ready sata0 30"}, ""},
		{"a whole disk, made", volume("data", "volumeType: disk\n"+on(`disk.serial == "b"`, "")), []string{"EPHEMERAL ready scsi0 8", "u-data ready virtio0 4"}, ""},
		{"whole disks", volume("data", "volumeType: disk\n"+on("!system_disk && disk.size < 25u * GiB", "")), []string{"EPHEMERAL ready scsi0 8", "u-data failed multiple disks matched selector for disk volume; matched disks: [/dev/sdb /dev/vda]"}, ""},
		{"folder", volume("data", "volumeType: directory\n"), []string{"EPHEMERAL ready scsi0 8", "u-data ready"}, ""},
		{"EPHEMERAL with a limit", "---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: EPHEMERAL\nprovisioning: {maxSize: 4GiB}\n" + volume("data", on("system_disk", ", minSize: 1GiB")), []string{"EPHEMERAL ready scsi0 4", "u-data ready scsi0 4"}, ""},
		{"EPHEMERAL on nothing", "---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: EPHEMERAL\nprovisioning: {diskSelector: {match: 'disk.serial == \"x\"'}}\n", []string{"EPHEMERAL failed no disks matched selector for volume"}, "volume EPHEMERAL: no disks matched selector for volume"},
		{"raw and swap", "---\napiVersion: v1alpha1\nkind: RawVolumeConfig\nname: raw\n" + on(`disk.serial == "a"`, ", minSize: 1GiB, maxSize: 2GiB") + "---\napiVersion: v1alpha1\nkind: SwapVolumeConfig\nname: swap\n" + on(`disk.serial == "a"`, ", minSize: 1GiB, maxSize: 1GiB"), []string{"EPHEMERAL ready scsi0 8", "r-raw ready scsi1 2", "s-swap ready scsi1 1"}, ""},
		{"existing", volume("data", on(`disk.serial == "a"`, ", minSize: 1GiB")) + "---\napiVersion: v1alpha1\nkind: ExistingVolumeConfig\nname: old\ndiscovery: {volumeSelector: {match: 'volume.partition_label == \"u-data\" && disk.serial == \"a\"'}}\n", []string{"EPHEMERAL ready scsi0 8", "u-data ready scsi1 19", "e-old ready scsi1 19"}, ""},
		{"existing that is not there", "---\napiVersion: v1alpha1\nkind: ExistingVolumeConfig\nname: old\ndiscovery: {volumeSelector: {match: 'volume.partition_label == \"u-data\"'}}\n", []string{"EPHEMERAL ready scsi0 8", "e-old missing"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(main + test.documents))
			if err != nil {
				t.Fatal(err)
			}

			settled := storage.Settle(configuration, storage.Disks(disks()), func(label string) string { return "id of " + label }, storage.Keyring{}, nil, false)

			var got []string

			for _, volume := range settled.Volumes {
				text := []string{volume.ID, volume.Phase.String()}
				if volume.Disk != nil {
					text = append(text, volume.Disk.Interface, fmt.Sprint(volume.Bytes>>30))
				}

				if volume.Error != "" {
					text = append(text, volume.Error)
				}

				got = append(got, strings.Join(text, " "))
			}

			if strings.Join(got, "\n") != strings.Join(test.want, "\n") || settled.Blocked != test.blocked {
				t.Errorf("got\n%s\nblocked %q; want\n%s\nblocked %q", strings.Join(got, "\n"), settled.Blocked, strings.Join(test.want, "\n"), test.blocked)
			}
		})
	}
}

func TestDisks(t *testing.T) {
	want := "sda /dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_drive-scsi0, sdb /dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_a, " +
		"vda /dev/disk/by-id/virtio-b, sdc /dev/disk/by-id/ata-QEMU_HARDDISK_whole"

	var got []string
	for _, disk := range storage.Disks(disks()) {
		got = append(got, disk.Name+" "+strings.Join(disk.Symlinks, " "))
	}

	if strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestHolder(t *testing.T) {
	volumes := []storage.Volume{
		{ID: "EPHEMERAL", MountPath: "/var"}, {ID: "u-data", MountPath: "/var/mnt/data"}, {ID: "u-deep", MountPath: "/var/mnt/data/deep"}, {ID: "u-none"},
	}

	for path, want := range map[string]string{
		"/var/mnt/data": "u-data", "/var/mnt/data/": "u-data", "/var/mnt/data/x": "u-data", "/var/mnt/data/deep/x": "u-deep",
		"/var/mnt/database": "EPHEMERAL", "/var/lib": "EPHEMERAL", "/var/mnt/none": "EPHEMERAL",
	} {
		if got := storage.Holder(volumes, path); got != want {
			t.Errorf("%s lies on %s, want %s", path, got, want)
		}
	}
}

func TestPartsOfEphemeral(t *testing.T) {
	for name, test := range map[string]struct{ documents, want string }{
		"directories": {
			"",
			"ETCD directory ready /var/lib/etcd 0, CRI directory ready /var/lib/containerd 0, " +
				"KUBELET directory ready /var/lib/kubelet 0, LOG directory ready /var/log 0, EPHEMERAL partition ready /var 8",
		},
		"on another disk": {
			part("ETCD", `{diskSelector: {match: 'disk.serial == "a"'}, maxSize: 4GiB}`),
			"ETCD partition ready /var/lib/etcd 4, CRI directory ready /var/lib/containerd 0, " +
				"KUBELET directory ready /var/lib/kubelet 0, LOG directory ready /var/log 0, EPHEMERAL partition ready /var 8",
		},
		"the smaller first": {
			part("CRI", "{maxSize: 3GiB}") + part("LOG", "{maxSize: 2GiB}"),
			"LOG partition ready /var/log 2, CRI partition ready /var/lib/containerd 3, ETCD directory ready /var/lib/etcd 0, " +
				"KUBELET directory ready /var/lib/kubelet 0, EPHEMERAL partition ready /var 3",
		},
		"no room for EPHEMERAL": {
			part("CRI", "{minSize: 3GiB}"),
			"ETCD directory ready /var/lib/etcd 0, CRI partition ready /var/lib/containerd 8, " +
				"KUBELET directory ready /var/lib/kubelet 0, LOG directory ready /var/log 0, EPHEMERAL partition failed  0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(main + test.documents))
			if err != nil {
				t.Fatal(err)
			}

			settled := storage.Settle(configuration, storage.Disks(disks()), func(label string) string { return label }, storage.Keyring{}, nil, true)

			var got []string
			for _, volume := range settled.Volumes {
				got = append(got, fmt.Sprint(volume.ID, " ", volume.Type, " ", volume.Phase, " ", volume.MountPath, " ", volume.Bytes>>30))
			}

			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %s, want %s", strings.Join(got, ", "), test.want)
			}
		})
	}
}

func part(name, provisioning string) string {
	return "---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: " + name + "\nprovisioning: " + provisioning + "\n"
}

func TestExternal(t *testing.T) {
	const documents = "---\napiVersion: v1alpha1\nkind: ExternalVolumeConfig\nname: %s\nfilesystemType: virtiofs\nmount: {virtiofs: {tag: %s}}\n"

	configuration, err := configloader.NewFromBytes([]byte(main + fmt.Sprintf(documents, "media", "share") + fmt.Sprintf(documents, "other", "nobody")))
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	for _, volume := range storage.External(configuration, map[string]string{"share": "pve1:/tank"}) {
		got = append(got, fmt.Sprint(volume.ID, " ", volume.Type, " ", volume.Phase, " ", volume.Source, " ", volume.MountPath))
	}

	want := "x-media external ready pve1:/tank /var/mnt/media, x-other external ready  "
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}
