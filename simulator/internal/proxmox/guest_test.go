package proxmox

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

func TestConfigAsStored(t *testing.T) {
	for _, row := range []struct{ name, key, sent, stored string }{
		{"new disk", "scsi1", "file=local-lvm:50,format=raw,size=53687091200,aio=io_uring,backup=1,iothread=0,ssd=1,discard=on,cache=none,replicate=1",
			"local-lvm:vm-100-disk-0,aio=io_uring,backup=1,cache=none,discard=on,iothread=0,replicate=1,size=50G,ssd=1"},
		{"disk of an image", "scsi0", "file=local-lvm:0,import-from=local:import/talos.qcow2,format=raw,size=21474836480,serial=sys",
			"local-lvm:vm-100-disk-0,serial=sys,size=1246M"},
		{"disk as a file", "virtio0", "file=files:5,format=qcow2", "files:100/vm-100-disk-0.qcow2,size=5G"},
		{"part of a GiB", "sata0", "local-lvm:0.5", "local-lvm:vm-100-disk-0,size=512M"},
		{"EFI disk", "efidisk0", "file=local-lvm:1,format=raw,efitype=4m,pre-enrolled-keys=0",
			"local-lvm:vm-100-disk-0,efitype=4m,pre-enrolled-keys=0,size=4M"},
		{"EFI disk as a file", "efidisk0", "file=files:1,efitype=4m", "files:100/vm-100-disk-0.raw,efitype=4m,size=528K"},
		{"TPM state", "tpmstate0", "file=local-lvm:1,version=v2.0", "local-lvm:vm-100-disk-0,size=4M,version=v2.0"},
		{"cloud-init", "ide2", "file=local-lvm:cloudinit,", "local-lvm:vm-100-cloudinit,media=cdrom,size=4M"},
		{"cloud-init as a file", "ide2", "file=files:cloudinit", "files:100/vm-100-cloudinit.qcow2,media=cdrom,size=4M"},
		{"empty CD", "ide3", "file=none,media=cdrom,", "none,media=cdrom"},
		{"ISO", "ide3", "file=local:iso/talos.iso,media=cdrom,", "local:iso/talos.iso,media=cdrom,size=" + formatBytes(int64(len(exampleImage.Encode())))},
		{"network", "net0", "model=virtio,bridge=vmbr0,firewall=0,macaddr=bc:24:11:aa:00:01,rate=10.000000,tag=3",
			"virtio=BC:24:11:AA:00:01,bridge=vmbr0,firewall=0,rate=10,tag=3"},
		{"network without an address", "net0", "model=e1000", "e1000=BC:24:11:00:00:01"},
		{"tags", "tags", "Talos;home;talos", "home;talos"},
		{"description", "description", "two\nlines\n", "two\nlines"},
		{"boolean", "onboot", "yes", "1"},
		{"agent", "agent", "enabled=1,fstrim_cloned_disks=0,type=virtio", "enabled=1,fstrim_cloned_disks=0,type=virtio"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.addImage("pve1", "local", "import/talos.qcow2")
			e.addImage("pve1", "local", "iso/talos.iso")
			e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", row.key, row.sent))

			if got := e.guest(100).Config[row.key]; got != row.stored {
				t.Fatalf("got  %s\nwant %s", got, row.stored)
			}
		})
	}
}

func TestConfigIsAnsweredByType(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "cores", "4", "memory", "4096", "balloon", "0", "onboot", "1", "cpulimit", "1.5", "cipassword", "geheim"))

	answer := e.must("GET", "/nodes/pve1/qemu/100/config", "").(map[string]any)
	want := map[string]any{"cores": 4.0, "memory": "4096", "balloon": 0.0, "onboot": 1.0, "cpulimit": "1.5", "cipassword": "**********"}

	for key, value := range want {
		if answer[key] != value {
			t.Errorf("%s is %#v, want %#v", key, answer[key], value)
		}
	}

	for _, key := range []string{"digest", "smbios1", "vmgenid", "meta"} {
		if text, isText := answer[key].(string); !isText || text == "" {
			t.Errorf("%s is %#v", key, answer[key])
		}
	}
}

func TestMachineAtPowerOn(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "file=local-lvm:10,serial=data", "efidisk0", "file=local-lvm:1,efitype=4m",
		"machine", "q35", "net1", "e1000=BC:24:11:00:00:09,bridge=vmbr0,link_down=1", "ipconfig1", "ip=dhcp,ip6=fd00::1/64", "ipconfig2", "ip=127.21.0.13/24")

	want := machine.Machine{
		ID: "main-1", Name: "cp100", Where: "main/pve1/100", Image: exampleImage, MemoryMiB: 2048,
		Cards: []machine.Card{
			{
				Name: "enp6s18", MAC: "bc:24:11:00:00:01", Driver: "virtio_net", BusPath: "0000:06:12.0", PCIID: "1AF4:1000", Network: "vmbr0",
				Addresses: []netip.Prefix{netip.MustParsePrefix("127.21.0.11/24")},
				Gateways:  []netip.Addr{netip.MustParseAddr("127.21.0.1")},
			},
			{
				Name: "enp6s19", MAC: "bc:24:11:00:00:09", Driver: "e1000", BusPath: "0000:06:13.0", PCIID: "8086:100E", Network: "vmbr0",
				Unplugged: true, AsksDHCP: true,
				Addresses: []netip.Prefix{netip.MustParsePrefix("fd00::1/64")},
			},
		},
		Disks: []machine.Disk{
			{Interface: "scsi0", Serial: "drive-scsi0", Bytes: 20 * gibi, System: true, Content: &machine.Content{}},
			{Interface: "scsi1", Serial: "data", Bytes: 10 * gibi, Content: &machine.Content{}},
		},
		Firmware: &machine.Firmware{},
		UUID:     madeUpUUID("smbios ", "main-1"),
	}
	if got := e.rack.last(); !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func TestWhatIsBooted(t *testing.T) {
	for _, row := range []struct {
		name     string
		settings []string
		boots    bool
		system   bool
	}{
		{"disk", []string{"scsi0", "local-lvm:0,import-from=local:import/talos.qcow2", "boot", "order=scsi0"}, true, true},
		{"CD behind an empty disk", []string{"scsi0", "local-lvm:5", "ide3", "local:iso/talos.iso,media=cdrom", "boot", "order=scsi0;ide3"}, true, false},
		{"no order", []string{"scsi0", "local-lvm:0,import-from=local:import/talos.qcow2"}, true, true},
		{"disk that is not in the order", []string{"scsi0", "local-lvm:0,import-from=local:import/talos.qcow2", "scsi1", "local-lvm:5", "boot", "order=scsi1"}, false, false},
		{"empty disk", []string{"scsi0", "local-lvm:5"}, false, false},
		{"nothing", nil, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.addImage("pve1", "local", "import/talos.qcow2")
			e.addImage("pve1", "local", "iso/talos.iso")
			e.must("POST", "/nodes/pve1/qemu", values(append([]string{"vmid", "100"}, row.settings...)...))
			e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

			if e.guest(100).Status != "running" {
				t.Fatal("the guest is not on")
			}

			if got := len(e.rack.booted) == 1; got != row.boots {
				t.Fatalf("given to the rack: %v, want %v", got, row.boots)
			}

			if row.boots && slices.ContainsFunc(e.rack.last().Disks, func(disk machine.Disk) bool { return disk.System }) != row.system {
				t.Fatalf("disks %+v", e.rack.last().Disks)
			}

			e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")

			if e.guest(100).Status != "stopped" {
				t.Fatal("the guest is still on")
			}
		})
	}
}

func TestRunningGuestKeepsItsValues(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")
	e.must("PUT", "/nodes/pve1/qemu/100/config", values("memory", "4096", "tags", "a", "scsi1", "local-lvm:5", "ipconfig0", "ip=127.21.0.12/24"))

	if got := e.guest(100).Pending; !slices.Equal(got, []string{"ipconfig0", "memory"}) {
		t.Fatalf("pending %v", got)
	}

	current := e.must("GET", "/nodes/pve1/qemu/100/config", "current=1").(map[string]any)
	if current["memory"] != "2048" || current["tags"] != "a" {
		t.Fatalf("current memory %v and tags %v", current["memory"], current["tags"])
	}

	for _, power := range []string{"shutdown", "start"} {
		e.must("POST", "/nodes/pve1/qemu/100/status/"+power, "")
	}

	if got := e.rack.last(); got.ID != "main-1" || got.MemoryMiB != 4096 || len(got.Disks) != 2 || got.Addresses()[0].String() != "127.21.0.12/24" {
		t.Fatalf("booted %+v", got)
	}

	if got := e.guest(100).Pending; len(got) != 0 {
		t.Fatalf("pending %v", got)
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", "cores=8")
	e.must("POST", "/nodes/pve1/qemu/100/status/reboot", "timeout=30")

	if got := e.guest(100).Pending; len(got) != 0 || len(e.rack.booted) != 3 {
		t.Fatalf("pending %v after %d boots", got, len(e.rack.booted))
	}
}

func TestPower(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	status := e.must("GET", "/nodes/pve1/qemu/100/status/current", "").(map[string]any)
	if status["status"] != "running" || status["qmpstatus"] != "running" || status["agent"] != 1.0 || status["cpus"] != 2.0 {
		t.Fatalf("status %v", status)
	}

	if _, message := e.refused("POST", "/nodes/pve1/qemu/100/status/start", ""); message != "VM 100 already running" {
		t.Fatalf("second start: %q", message)
	}

	e.rack.stubborn = true
	if _, message := e.refused("POST", "/nodes/pve1/qemu/100/status/shutdown", "timeout=0"); message != "VM quit/powerdown failed - got timeout" {
		t.Fatalf("shutdown: %q", message)
	}

	e.must("POST", "/nodes/pve1/qemu/100/status/shutdown", "timeout=0&forceStop=1")
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	// a guest can switch itself off
	e.rack.PowerOff("main-1", false)

	status = e.must("GET", "/nodes/pve1/qemu/100/status/current", "").(map[string]any)
	if status["status"] != "stopped" {
		t.Fatalf("status %v", status)
	}

	if _, message := e.refused("POST", "/nodes/pve1/qemu/100/status/reboot", ""); message != "VM 100 not running\n" {
		t.Fatalf("reboot: %q", message)
	}
}

func TestAgentTellsShownAddresses(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	content, err := json.Marshal(e.must("GET", "/nodes/pve1/qemu/100/agent/network-get-interfaces", ""))
	if err != nil {
		t.Fatal(err)
	}

	want := `{"result":[{"hardware-address":"bc:24:11:aa:00:01","ip-addresses":[{"ip-address":"10.200.0.11","ip-address-type":"ipv4","prefix":24}],"name":"eth0"}]}`
	if string(content) != want {
		t.Fatalf("got %s", content)
	}

	e.must("POST", "/nodes/pve1/qemu/100/agent/ping", "")
	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")

	if _, message := e.refused("GET", "/nodes/pve1/qemu/100/agent/network-get-interfaces", ""); message != "VM 100 is not running\n" {
		t.Fatalf("got %q", message)
	}

	e.must("POST", "/nodes/pve1/qemu", "vmid=101&agent=1")
	e.must("POST", "/nodes/pve1/qemu/101/status/start", "")

	if _, message := e.refused("GET", "/nodes/pve1/qemu/101/agent/network-get-interfaces", ""); message != "QEMU guest agent is not running\n" {
		t.Fatalf("got %q", message)
	}

	e.must("POST", "/nodes/pve1/qemu", "vmid=102")

	if _, message := e.refused("GET", "/nodes/pve1/qemu/102/agent/network-get-interfaces", ""); message != "No QEMU guest agent configured\n" {
		t.Fatalf("got %q", message)
	}
}

func TestDisks(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "local-lvm:10")

	e.must("PUT", "/nodes/pve1/qemu/100/resize", values("disk", "scsi1", "size", "21474836480"))
	e.must("PUT", "/nodes/pve1/qemu/100/resize", values("disk", "scsi1", "size", "+5G"))

	if _, message := e.refused("PUT", "/nodes/pve1/qemu/100/resize", values("disk", "scsi1", "size", "20G")); message != "shrinking disks is not supported" {
		t.Fatalf("shrink: %q", message)
	}

	if got := e.guest(100).Config["scsi1"]; got != "local-lvm:vm-100-disk-1,size=25G" {
		t.Fatalf("resized %s", got)
	}

	e.must("POST", "/nodes/pve1/qemu/100/move_disk", values("disk", "scsi0", "storage", "files", "delete", "1"))
	e.must("POST", "/nodes/pve1/qemu/100/move_disk", values("disk", "scsi1", "storage", "files", "format", "qcow2"))
	e.must("PUT", "/nodes/pve1/qemu/100/config", "delete=ide2")

	record := e.guest(100)
	for key, want := range map[string]string{
		"scsi0": "files:100/vm-100-disk-0.raw,size=20G,ssd=1", "scsi1": "files:100/vm-100-disk-0.qcow2,size=25G",
		"unused0": "local-lvm:vm-100-disk-1", "ide2": "",
	} {
		if record.Config[key] != want {
			t.Errorf("%s is %q, want %q", key, record.Config[key], want)
		}
	}

	if image := record.Volumes[1].Image; image == nil || image.Version != "v1.13.9" {
		t.Errorf("the moved disk holds %+v", record.Volumes[1])
	}

	// a removed disk is kept, and freed when it is removed once more; the boot order forgets it
	e.must("PUT", "/nodes/pve1/qemu/100/config", "delete=scsi0")

	if got := e.guest(100).Config; got["unused1"] != "files:100/vm-100-disk-0.raw" || got["boot"] != "order=net0" {
		t.Fatalf("config %v", got)
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", "delete=unused0,unused1")

	if got := e.guest(100).Volumes; len(got) != 1 || got[0].ID != "files:100/vm-100-disk-0.qcow2" {
		t.Fatalf("volumes %v", got)
	}
}

func TestAVolumeCanBeAttachedTwice(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "local-lvm:10")
	e.must("PUT", "/nodes/pve1/qemu/100/config", values("scsi2", "file=local-lvm:vm-100-disk-1,size=1073741824"))
	e.must("PUT", "/nodes/pve1/qemu/100/resize", values("disk", "scsi2", "size", "12G"))

	got := e.guest(100).Config
	if got["scsi1"] != "local-lvm:vm-100-disk-1,size=12G" || got["scsi2"] != got["scsi1"] {
		t.Fatalf("config %v", got)
	}
}

func TestAFailedUpdateChangesNothing(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	before := e.server.Inventory()

	e.refused("PUT", "/nodes/pve1/qemu/100/config", values("cores", "8", "scsi1", "local-lvm:5", "scsi2", "local-lvm:900"))
	e.refused("PUT", "/nodes/pve1/qemu/100/config", values("scsi1", "local-lvm:5", "net1", "virtio,bridge=vmbr9"))

	if after := e.server.Inventory(); !reflect.DeepEqual(before, after) {
		t.Fatalf("before %+v\nafter %+v", before, after)
	}
}

func TestDestroyLeavesNothing(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "local-lvm:10", "pool", "talos")

	if _, message := e.refused("DELETE", "/nodes/pve1/qemu/100", "purge=1"); message != "VM 100 is running - destroy failed" {
		t.Fatalf("got %q", message)
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", "delete=scsi1")
	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("DELETE", "/nodes/pve1/qemu/100/", "destroy-unreferenced-disks=1&purge=1")

	inventory := e.server.Inventory()
	if len(inventory.Guests) != 0 || inventory.Storages["pve1"]["local-lvm"] != 0 || len(inventory.Pools["talos"]) != 0 {
		t.Fatalf("left %+v", inventory)
	}

	if !slices.Equal(e.rack.gone, []string{"main-1"}) {
		t.Fatalf("removed from the rack: %v", e.rack.gone)
	}

	e.addTalos("100")

	if got := e.guest(100).Machine; got != "main-2" {
		t.Fatalf("the recreated guest is machine %s", got)
	}
}

func TestMigrate(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "nas:5")
	e.must("POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1&with-local-disks=1")

	record := e.guest(100)
	if record.Host != "pve2" || record.Status != "running" || len(record.Volumes) != 3 {
		t.Fatalf("migrated %+v", record)
	}

	if used := e.server.Inventory().Storages["pve1"]["local-lvm"]; used != 0 {
		t.Fatalf("%d bytes are left on the old host", used)
	}

	if status, _ := e.refused("GET", "/nodes/pve1/qemu/100/config", ""); status != 500 {
		t.Fatalf("status %d", status)
	}
}

func TestClone(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")
	e.must("POST", "/nodes/pve1/qemu/100/clone", "newid=101&name=copy&full=1&storage=files")

	record := e.guest(101)
	if record.Name != "copy" || record.Config["scsi0"] != "files:101/vm-101-disk-0.raw,size=20G,ssd=1" || record.Volumes[1].Image == nil {
		t.Fatalf("cloned %+v", record)
	}

	if record.Config["net0"] == e.guest(100).Config["net0"] || record.Machine != "main-2" {
		t.Fatalf("the clone has the identity of its source: %+v", record)
	}

	e.must("POST", "/nodes/pve1/qemu/101/template", "")
	e.refused("POST", "/nodes/pve1/qemu/101/status/start", "")
}

func TestSameCallsSameIDs(t *testing.T) {
	inventory := func() string {
		e := newEndpoint(t)
		e.addTalos("100")
		e.must("POST", "/nodes/pve2/qemu", "vmid=101&net0=virtio")

		content, err := json.Marshal(e.server.Inventory())
		if err != nil {
			t.Fatal(err)
		}

		return string(content) + e.server.tasks[len(e.server.tasks)-1].id
	}

	if first, second := inventory(), inventory(); first != second {
		t.Fatalf("first  %s\nsecond %s", first, second)
	}
}

func TestDisksArePluggedInWhileAGuestRuns(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")

	plugged := func() string {
		e.rack.mu.Lock()
		defer e.rack.mu.Unlock()

		text := ""
		for _, disk := range e.rack.on["main-1"].Disks {
			text += fmt.Sprintf("%s %s %d %t, ", disk.Interface, disk.Serial, disk.Bytes/gibi, disk.System)
		}

		return text
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", values("scsi1", "local-lvm:3,serial=data"))

	if got := plugged(); got != "scsi0 drive-scsi0 20 true, scsi1 data 3 false, " {
		t.Errorf("plugged in are %s", got)
	}

	e.must("PUT", "/nodes/pve1/qemu/100/resize", values("disk", "scsi1", "size", "+2G"))

	if got := plugged(); got != "scsi0 drive-scsi0 20 true, scsi1 data 5 false, " {
		t.Errorf("plugged in are %s", got)
	}
}
