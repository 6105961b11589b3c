package proxmox

import (
	"strings"
	"testing"
)

func TestHardwareAsStored(t *testing.T) {
	for _, row := range []struct{ name, key, sent, stored string }{
		{"machine of a version", "machine", "pc-q35-9.2+pve1", "pc-q35-9.2+pve1"},
		{"i440fx", "machine", "pc-i440fx-10.0", "pc-i440fx-10.0"},
		{"IOMMU", "machine", "q35,viommu=intel", "q35,viommu=intel"},
		{"IOMMU without PCI Express", "machine", "pc,viommu=virtio", "pc,viommu=virtio"},
		{"processor with flags", "cpu", "cputype=host,flags=+aes;-pcid", "cputype=host,flags=+aes;-pcid"},
		{"processor with nested virtualization", "cpu", "cputype=host,flags=+nested-virt", "cputype=host,flags=+nested-virt"},
		{"limit", "cpulimit", "1.5", "1.5"},
		{"weight", "cpuunits", "200", "200"},
		{"sockets", "sockets", "2", "2"},
		{"NUMA", "numa", "1", "1"},
		{"balloon", "balloon", "256", "256"},
		{"graphics card", "vga", "type=virtio,memory=32", "type=virtio,memory=32"},
		{"watchdog", "watchdog", "i6300esb,action=reset", "i6300esb,action=reset"},
		{"names of the hardware", "smbios1", "uuid=6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55,base64=1,serial=YQ==", "uuid=6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55,base64=1,serial=YQ=="},
		{"cloud-init on another drive", "scsi30", "file=local-lvm:cloudinit", "local-lvm:vm-100-cloudinit,media=cdrom,size=4M"},
		{"spice redirection", "usb0", "host=SPICE", "host=SPICE"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", row.key, row.sent))

			if got := e.guest(100).Config[row.key]; got != row.stored {
				t.Fatalf("got  %s\nwant %s", got, row.stored)
			}
		})
	}
}

func TestHardwareIsRefused(t *testing.T) {
	for _, row := range []struct {
		name, key, sent string
		status          int
		message         string
	}{
		{"unknown machine", "machine", "pc-q35", 400, "machine: invalid format - type: value 'pc-q35' does not match"},
		{"unknown IOMMU", "machine", "q35,viommu=amd", 400, "viommu: value 'amd' does not match"},
		{"IOMMU of Intel on i440fx", "machine", "pc,viommu=intel", 500, "to use Intel vIOMMU please set the machine type to q35"},
		{"unknown processor", "cpu", "i9", 400, "Built-in cputype 'i9' is not defined (missing 'custom-' prefix?)"},
		{"custom processor that nobody made", "cpu", "custom-mine", 400, "Custom cputype 'mine' not found"},
		{"processor without type", "cpu", "flags=+aes", 400, "CPU is missing cputype"},
		{"flag of no single guest", "cpu", "host,flags=+avx", 400, "VM-specific CPU flags must be a subset of: aes, "},
		{"flag without sign", "cpu", "host,flags=aes", 400, "flags: value 'aes' does not match"},
		{"no cores", "cores", "0", 400, "cores: value must have a minimum value of 1"},
		{"no sockets", "sockets", "0", 400, "sockets: value must have a minimum value of 1"},
		{"too high a limit", "cpulimit", "129", 400, "cpulimit: value must have a maximum value of 128"},
		{"no weight", "cpuunits", "0", 400, "cpuunits: value must have a minimum value of 1"},
		{"too high a weight", "cpuunits", "262145", 400, "cpuunits: value must have a maximum value of 262144"},
		{"too many shares", "shares", "50001", 400, "shares: value must have a maximum value of 50000"},
		{"unknown graphics card", "vga", "voodoo", 400, "type: value 'voodoo' does not match"},
		{"too much graphics memory", "vga", "std,memory=513", 400, "memory: value '513' does not match"},
		{"too little graphics memory", "vga", "std,memory=3", 400, "memory: value '3' does not match"},
		{"unknown watchdog", "watchdog", "rottweiler", 400, "model: value 'rottweiler' does not match"},
		{"unknown action of a watchdog", "watchdog", "action=bark", 400, "action: value 'bark' does not match"},
		{"UUID that is none", "smbios1", "uuid=1", 400, "uuid: value '1' does not match"},
		{"serial number in plain text", "smbios1", "serial=a b", 400, "serial: value 'a b' does not match"},
		{"names that are too long", "smbios1", "serial=" + strings.Repeat("QUFB", 130), 400, "smbios1: value may only be 512 characters long"},
		{"unknown name", "smbios1", "colour=YQ==", 400, "colour: property is not defined in schema"},
		{"USB device of the host itself", "usb0", "host=1-1", 500, "only root can set 'usb0' config for real devices"},
		{"USB without device", "usb0", "usb3=1", 500, "either 'host' or 'mapping' must be set."},
		{"PCI without device", "hostpci0", "pcie=1", 500, "either 'host' or 'mapping' must be set."},
		{"serial port of the host", "serial0", "/dev/ttyS0", 500, "only root can set 'serial0' config for real devices"},
		{"arguments", "args", "-S", 500, "only root can set 'args' config"},
		{"pages", "hugepages", "2", 500, "only root can set 'hugepages' config"},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, message := newEndpoint(t).refused("POST", "/nodes/pve1/qemu", values("vmid", "100", row.key, row.sent))
			if status != row.status || !strings.Contains(message, row.message) {
				t.Fatalf("got %d %q\nwant %d %q", status, message, row.status, row.message)
			}
		})
	}
}

func TestNestedVirtualizationCameWith91(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.Version = "9.0.10" })

	_, message := e.refused("POST", "/nodes/pve1/qemu", values("vmid", "100", "cpu", "host,flags=+nested-virt"))
	if !strings.Contains(message, "VM-specific CPU flags must be a subset of") {
		t.Fatal(message)
	}
}

func TestBalloonStaysBelowTheMemory(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&memory=2048&balloon=1024")
	e.must("PUT", "/nodes/pve1/qemu/100/config", "balloon=2048")

	for _, form := range []string{"balloon=2049", "memory=2047"} {
		if status, message := e.refused("PUT", "/nodes/pve1/qemu/100/config", form); status != 500 || !strings.Contains(message, "balloon value too large (must be smaller than assigned memory)") {
			t.Fatalf("%s: got %d %q", form, status, message)
		}
	}
}

func TestMachineOfANewerQEMU(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&machine=pc-q35-10.1")
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
	e.must("POST", "/nodes/pve1/qemu", "vmid=101&machine=pc-q35-10.2")

	_, message := e.refused("POST", "/nodes/pve1/qemu/101/status/start", "")
	if message != "Installed QEMU version '10.1.2' is too old to run machine type 'pc-q35-10.2', please upgrade node 'pve1'" {
		t.Fatal(message)
	}
}

func TestCardsOfAVersionOfQ35(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "machine", "pc-q35-10.0+pve1")

	if got := e.rack.last().Cards[0].Name; got != "enp6s18" {
		t.Fatal(got)
	}
}

func TestPrivilegesOfHardware(t *testing.T) {
	for _, row := range []struct{ key, value, privilege string }{
		{"sockets", "2", "VM.Config.CPU"},
		{"cpulimit", "1", "VM.Config.CPU"},
		{"numa", "1", "VM.Config.CPU"},
		{"balloon", "100", "VM.Config.Memory"},
		{"vga", "std", "VM.Config.HWType"},
		{"watchdog", "i6300esb", "VM.Config.HWType"},
		{"smbios1", "uuid=6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55", "VM.Config.HWType"},
		{"machine", "q35", "VM.Config.HWType"},
		{"serial0", "socket", "VM.Config.HWType"},
		{"tpmstate0", "local-lvm:1,version=v2.0", "VM.Config.Disk"},
		{"virtiofs0", "share", "VM.Config.Disk"},
	} {
		t.Run(row.key, func(t *testing.T) {
			e := newEndpoint(t)
			e.must("POST", "/nodes/pve1/qemu", "vmid=100")

			_, message := e.as("auditor@pve!test").refused("PUT", "/nodes/pve1/qemu/100/config", values(row.key, row.value))
			if !strings.Contains(message, "Permission check failed (/vms/100, "+row.privilege+")") {
				t.Fatal(message)
			}
		})
	}
}

// TestInstalledSystemBoots has a system on a disk, which boots from then on, whatever is in the CD-ROM, and goes with a
// copy of the disk.
func TestInstalledSystemBoots(t *testing.T) {
	e := newEndpoint(t)
	e.addImage("pve1", "local", "iso/talos.iso")
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "scsi0", "local-lvm:20", "ide3", "local:iso/talos.iso,media=cdrom", "boot", "order=scsi0;ide3"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	if booted := e.rack.last(); booted.Disks[0].System || booted.Image.Version != exampleImage.Version {
		t.Fatalf("%+v", booted)
	}

	installed := exampleImage
	installed.Version = "v1.13.10"
	e.rack.last().Disks[0].Content.Install(installed)
	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("PUT", "/nodes/pve1/qemu/100/config", "delete=ide3")
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	if booted := e.rack.last(); !booted.Disks[0].System || booted.Image.Version != "v1.13.10" {
		t.Fatalf("%+v", booted)
	}

	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("POST", "/nodes/pve1/qemu/100/move_disk", "disk=scsi0&storage=nas")
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	if booted := e.rack.last(); booted.Image.Version != "v1.13.10" {
		t.Fatalf("%+v", booted)
	}
}

func TestUSBMappingOfTheStart(t *testing.T) {
	e := newEndpoint(t, func(config *Config) { config.USBMappings = map[string][]string{"stick": {"id=1a86:55d4,node=pve1"}} })
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "usb0", "mapping=stick"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	for entry, told := range map[string]string{"id=1a86:55d4,node=pve9": "the entry", "id=stick,node=pve1": "the entry"} {
		wrong := exampleConfig()
		wrong.USBMappings = map[string][]string{"stick": {entry}}

		if err := wrong.check(); err == nil || !strings.Contains(err.Error(), told) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}
