package proxmox

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// pick returns some fields of an object, as text.
func pick(object any, names ...string) string {
	fields, _ := object.(map[string]any)

	var all []string
	for _, name := range names {
		all = append(all, fmt.Sprint(fields[name]))
	}

	return strings.Join(all, " ")
}

func TestNextID(t *testing.T) {
	e := newEndpoint(t)

	for want := 100; want < 103; want++ {
		id := e.must("GET", "/cluster/nextid", "")
		if id != fmt.Sprint(want) {
			t.Fatalf("next id %v, want %d", id, want)
		}

		e.must("POST", "/nodes/pve1/qemu", "vmid="+fmt.Sprint(id))
	}

	e.must("DELETE", "/nodes/pve1/qemu/101", "")

	if id := e.must("GET", "/cluster/nextid", ""); id != "101" {
		t.Fatalf("next id %v", id)
	}

	if id := e.must("GET", "/cluster/nextid", "vmid=5000"); id != "5000" {
		t.Fatalf("next id %v", id)
	}
}

func TestResources(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "tags", "talos", "pool", "talos")

	guests := e.must("GET", "/cluster/resources", "type=vm").([]any)
	if len(guests) != 1 || pick(guests[0], "type", "id", "vmid", "node", "name", "status", "pool", "tags", "maxdisk") != fmt.Sprint("qemu qemu/100 100 pve1 cp100 running talos talos ", float64(20*gibi)) {
		t.Fatalf("guests %v", guests)
	}

	for kind, want := range map[string]int{"node": 2, "storage": 8, "": 11} {
		form := ""
		if kind != "" {
			form = "type=" + kind
		}

		if got := e.must("GET", "/cluster/resources", form).([]any); len(got) != want {
			t.Errorf("%d resources of type %q, want %d", len(got), kind, want)
		}
	}

	nodes := e.must("GET", "/nodes", "").([]any)
	if len(nodes) != 2 || pick(nodes[1], "node", "status") != "pve2 online" {
		t.Fatalf("nodes %v", nodes)
	}

	network := e.must("GET", "/nodes/pve1/network", "").([]any)
	if pick(network[0], "iface", "type", "address", "gateway") != "vmbr0 bridge 127.21.1.1 127.21.1.1" {
		t.Fatalf("network %v", network)
	}

	e.must("GET", "/nodes/pve1/status", "")
}

func TestPools(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/pools", "poolid=home&comment=a")
	e.must("PUT", "/pools?poolid=home", "comment=b&storage=local")
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&pool=talos")

	if _, message := e.refused("PUT", "/pools?poolid=home", "vms=100"); !strings.Contains(message, "belongs already to pool 'talos'") {
		t.Fatalf("got %q", message)
	}

	e.must("PUT", "/pools?poolid=home", "vms=100&allow-move=1")

	found := e.must("GET", "/pools?poolid=home", "").([]any)[0].(map[string]any)
	members := found["members"].([]any)

	if found["comment"] != "b" || len(members) != 3 || pick(members[0], "id", "type", "node", "vmid") != "qemu/100 qemu pve1 100" || pick(members[1], "id", "storage") != "storage/pve1/local local" {
		t.Fatalf("pool %v", found)
	}

	if _, message := e.refused("DELETE", "/pools?poolid=home", ""); !strings.Contains(message, "pool 'home' is not empty (contains VM 100)") {
		t.Fatalf("got %q", message)
	}

	e.must("PUT", "/pools?poolid=home", "vms=100&storage=local&delete=1")
	e.must("DELETE", "/pools?poolid=home", "")

	if list := e.must("GET", "/pools", "").([]any); len(list) != 1 {
		t.Fatalf("pools %v", list)
	}
}

func TestPoolsInsideOfPools(t *testing.T) {
	e := newEndpoint(t)
	if _, message := e.refused("POST", "/pools", "poolid=lab/a"); !strings.Contains(message, "parent 'lab' of pool 'lab/a' does not exist") {
		t.Fatalf("got %q", message)
	}

	e.must("POST", "/pools", "poolid=lab")
	e.must("POST", "/pools", "poolid=lab/a")

	if _, message := e.refused("DELETE", "/pools?poolid=lab", ""); !strings.Contains(message, "pool 'lab' is not empty (contains pool 'lab/a')") {
		t.Fatalf("got %q", message)
	}

	e.must("DELETE", "/pools?poolid=lab/a", "")
	e.must("DELETE", "/pools?poolid=lab", "")
}

func TestAMoveBetweenPoolsNeedsRightsOnBoth(t *testing.T) {
	e, caller := newCaller(t)
	e.must("POST", "/pools", "poolid=home")
	e.must("POST", "/nodes/pve1/qemu", "vmid=100&pool=talos")
	e.must("POST", "/access/roles", "roleid=P&privs=Pool.Allocate,VM.Allocate")

	for _, path := range []string{"/pool/home", "/vms/100"} {
		e.must("PUT", "/access/acl", values("path", path, "roles", "P", "users", "tf@pve", "tokens", "tf@pve!tok"))
	}

	if _, message := caller.refused("PUT", "/pools?poolid=home", "vms=100&allow-move=1"); !strings.Contains(message, "/pool/talos, Pool.Allocate") {
		t.Fatalf("got %q", message)
	}

	e.must("PUT", "/access/acl", values("path", "/pool/talos", "roles", "P", "users", "tf@pve", "tokens", "tf@pve!tok"))
	caller.must("PUT", "/pools?poolid=home", "vms=100&allow-move=1")
}

func TestHighAvailability(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100")
	e.must("POST", "/cluster/ha/resources/", "sid=vm:100&state=started&max_restart=2&comment=a")
	e.must("PUT", "/cluster/ha/resources/vm:100", "state=started&max_restart=3&delete=comment")

	found := e.must("GET", "/cluster/ha/resources/vm:100", "")
	if pick(found, "sid", "type", "state", "max_restart", "comment") != "vm:100 vm started 3 <nil>" {
		t.Fatalf("resource %v", found)
	}

	e.must("POST", "/cluster/ha/rules/", "rule=near&type=node-affinity&resources=vm:100&nodes=pve1:2,pve2:1&strict=0&disable=0")

	rule := e.must("GET", "/cluster/ha/rules/near", "")
	if pick(rule, "rule", "type", "resources", "nodes", "strict") != "near node-affinity vm:100 pve1:2,pve2:1 0" {
		t.Fatalf("rule %v", rule)
	}

	for _, form := range []string{"type=node-affinity&resources=vm:100&nodes=pve9", "type=resource-affinity&resources=vm:100&nodes=pve1", "type=other&resources=vm:100"} {
		e.refused("PUT", "/cluster/ha/rules/near", form)
	}

	e.must("POST", "/cluster/ha/resources/vm:100/migrate", "node=pve2")

	if host := e.guest(100).Host; host != "pve2" {
		t.Fatalf("the guest is on %s", host)
	}

	e.must("POST", "/nodes/pve2/qemu/100/status/stop", "")

	if _, message := e.refused("DELETE", "/nodes/pve2/qemu/100", ""); !strings.Contains(message, "used in HA resources and purge parameter not set") {
		t.Fatalf("got %q", message)
	}

	e.must("DELETE", "/nodes/pve2/qemu/100", "purge=1")

	if got := e.server.Inventory().HA; len(got["resources"])+len(got["rules"]) != 0 {
		t.Fatalf("left %v", got)
	}

	if list := e.must("GET", "/cluster/ha/groups/", "").([]any); len(list) != 0 {
		t.Fatalf("groups %v", list)
	}
}

func TestMappings(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/cluster/mapping/pci", values("id", "gpu", "description", "a", "mdev", "1",
		"map", "id=8086:46a6,node=pve1,path=0000:00:02.0,iommugroup=0", "map", "id=8086:1111,node=pve2,path=0000:00:02.0"))
	e.must("POST", "/cluster/mapping/usb", values("id", "stick", "map", "id=8087:0a2b,node=pve1"))
	e.must("POST", "/cluster/mapping/dir", values("id", "share", "map", "node=pve1,path=/mnt/data"))

	found := e.must("GET", "/cluster/mapping/pci/gpu", "")
	if pick(found, "type", "description", "mdev", "map") != "pci a 1 [id=8086:46a6,iommugroup=0,node=pve1,path=0000:00:02.0 id=8086:1111,node=pve2,path=0000:00:02.0]" {
		t.Fatalf("mapping %v", found)
	}

	for host, want := range map[string]int{"pve1": 0, "pve2": 1} {
		list := e.must("GET", "/cluster/mapping/pci", "check-node="+host).([]any)
		if got := list[0].(map[string]any)["checks"].([]any); len(got) != want {
			t.Errorf("checks of %s: %v", host, got)
		}
	}

	e.must("PUT", "/cluster/mapping/pci/gpu", values("map", "id=8086:46a6,node=pve1,path=0000:00:02", "delete", "description,mdev"))

	found = e.must("GET", "/cluster/mapping/pci/gpu", "")
	if pick(found, "description", "mdev", "map") != "<nil> <nil> [id=8086:46a6,node=pve1,path=0000:00:02]" {
		t.Fatalf("mapping %v", found)
	}

	// a path without a function names all functions of a device
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "machine", "q35", "hostpci0", "mapping=gpu,pcie=1", "usb0", "mapping=stick", "virtiofs0", "share,cache=auto"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	if _, message := e.refused("POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1"); !strings.Contains(message, "local devices: hostpci0") {
		t.Fatalf("got %q", message)
	}

	for _, path := range []string{"pci/gpu", "usb/stick", "dir/share"} {
		e.must("DELETE", "/cluster/mapping/"+path, "")
	}

	if got := e.server.Inventory().Mappings; len(got["pci"])+len(got["usb"])+len(got["dir"]) != 0 {
		t.Fatalf("left %v", got)
	}
}

func TestUsersAndRoles(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/access/groups", "groupid=admins&comment=a")
	e.must("PUT", "/access/groups/admins", "comment=b")
	e.must("POST", "/access/users", "userid=tf@pve&comment=a&email=a@example.com&groups=admins&enable=1")
	e.must("PUT", "/access/users/tf@pve", "comment=b&enable=0&expire=5")
	e.must("PUT", "/access/password", "userid=tf@pve&password=geheim")

	if got := e.must("GET", "/access/users/tf@pve", ""); pick(got, "comment", "email", "enable", "expire", "groups") != "b a@example.com 0 5 [admins]" {
		t.Fatalf("user %v", got)
	}

	if got := e.must("GET", "/access/groups/admins", ""); pick(got, "comment", "members") != "b [tf@pve]" {
		t.Fatalf("group %v", got)
	}

	made := e.must("POST", "/access/users/tf@pve/token/tok", "comment=a")
	if pick(made, "full-tokenid") != "tf@pve!tok" || !uuid.MatchString(pick(made, "value")) {
		t.Fatalf("token %v", made)
	}

	e.must("PUT", "/access/users/tf@pve/token/tok", "comment=b&privsep=0")

	if got := e.must("GET", "/access/users/tf@pve/token/tok", ""); pick(got, "comment", "privsep", "value") != "b 0 <nil>" {
		t.Fatalf("token %v", got)
	}

	if status, message := e.as("tf@pve!tok").refused("GET", "/version", ""); status != 401 || message != "invalid token value!\n" {
		t.Fatalf("got %d %q", status, message)
	}

	e.must("POST", "/access/roles", "roleid=Terraform&privs=VM.Audit,VM.Allocate")
	e.must("PUT", "/access/roles/Terraform", "privs=Sys.Audit&append=1")

	want := map[string]any{"Sys.Audit": 1.0, "VM.Allocate": 1.0, "VM.Audit": 1.0}
	if got := e.must("GET", "/access/roles/Terraform", ""); !reflect.DeepEqual(got, want) {
		t.Fatalf("role %v", got)
	}

	e.must("PUT", "/access/acl", "path=/pool/talos&roles=Terraform&users=tf@pve&tokens=tf@pve!tok&groups=admins&propagate=0")

	grants := e.must("GET", "/access/acl", "").([]any)
	if last := grants[len(grants)-1]; pick(last, "path", "roleid", "type", "ugid", "propagate") != "/pool/talos Terraform user tf@pve 0" {
		t.Fatalf("grants %v", grants)
	}

	e.must("DELETE", "/access/roles/Terraform", "")

	if left := e.must("GET", "/access/acl", "").([]any); len(left) != len(grants)-3 {
		t.Fatalf("grants %v", left)
	}

	e.must("DELETE", "/access/users/tf@pve/token/tok", "")
	e.must("DELETE", "/access/groups/admins", "")

	if got := e.must("GET", "/access/users/tf@pve", ""); pick(got, "groups") != "[]" {
		t.Fatalf("user %v", got)
	}

	e.must("DELETE", "/access/users/tf@pve", "")

	for _, path := range []string{"/access/users", "/access/roles", "/access/groups", "/access/users/root@pam/token"} {
		if strings.Contains(fmt.Sprint(e.must("GET", path, "")), "tf@pve") {
			t.Errorf("%s still knows the user", path)
		}
	}
}

func TestCommandsOfTheHost(t *testing.T) {
	e := newEndpoint(t)
	e.addImage("pve1", "local", "iso/talos.img")
	e.must("POST", "/nodes/pve1/qemu", "vmid=100")

	path, err := e.server.VolumePath("pve1", "local:iso/talos.img")
	if err != nil || path != "/var/lib/vz/template/iso/talos.img" {
		t.Fatalf("path %q: %v", path, err)
	}

	output, err := e.server.ImportDisk("pve1", 100, path, "local-lvm", "qcow2")
	if err != nil || !strings.Contains(output, "unused0: successfully imported disk 'local-lvm:vm-100-disk-0'") || !strings.Contains(output, "using 'raw' instead") {
		t.Fatalf("output %q: %v", output, err)
	}

	if _, err := e.server.SetOptions("pve1", 100, map[string]string{"scsi0": "local-lvm:vm-100-disk-0,ssd=1"}); err != nil {
		t.Fatal(err)
	}

	record := e.guest(100)
	if record.Config["scsi0"] != "local-lvm:vm-100-disk-0,size=1246M,ssd=1" || record.Config["unused0"] != "" || record.Volumes[0].Image == nil {
		t.Fatalf("guest %+v", record)
	}

	for _, row := range []struct {
		name    string
		perform func() error
		message string
	}{
		{"unknown volume", func() error { _, err := e.server.VolumePath("pve1", "local:iso/x.img"); return err }, "volume 'local:iso/x.img' does not exist"},
		{"volume of another host", func() error { _, err := e.server.VolumePath("pve2", "local:iso/talos.img"); return err }, "does not exist"},
		{"unknown guest", func() error { _, err := e.server.ImportDisk("pve1", 101, path, "local-lvm", "raw"); return err }, "101.conf' does not exist"},
		{"unknown file", func() error {
			_, err := e.server.ImportDisk("pve1", 100, "/etc/passwd", "local-lvm", "raw")
			return err
		}, "source '/etc/passwd' is not a valid file"},
		{"unknown storage", func() error { _, err := e.server.ImportDisk("pve1", 100, path, "nope", "raw"); return err }, "storage 'nope' does not exist"},
		{"no volume", func() error {
			_, err := e.server.SetOptions("pve1", 100, map[string]string{"scsi1": "local-lvm:,ssd=1"})

			return err
		}, "unable to parse volume ID 'local-lvm:'"},
		{"other settings", func() error { _, err := e.server.SetOptions("pve1", 100, map[string]string{"cores": "2"}); return err }, "the option 'cores' of qm set is not simulated"},
	} {
		if err := row.perform(); err == nil || !strings.Contains(err.Error(), row.message) {
			t.Errorf("%s: got %v, want %q", row.name, err, row.message)
		}
	}
}

func TestMappingsThatWereThereBefore(t *testing.T) {
	e := newEndpoint(t, func(c *Config) {
		c.PCIMappings = map[string][]string{"gpu": {"id=8086:46a6,node=pve1,path=0000:00:02.0"}}
	})

	found := e.must("GET", "/cluster/mapping/pci/gpu", "")
	if pick(found, "map") != "[id=8086:46a6,node=pve1,path=0000:00:02.0]" {
		t.Fatalf("mapping %v", found)
	}

	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "machine", "q35", "hostpci0", "mapping=gpu,pcie=1"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

	e.must("POST", "/nodes/pve2/qemu", values("vmid", "101", "machine", "q35", "hostpci0", "mapping=gpu"))

	if _, message := e.refused("POST", "/nodes/pve2/qemu/101/status/start", ""); !strings.Contains(message, "PCI device mapping 'gpu' has no device on node 'pve2'") {
		t.Fatalf("got %q", message)
	}
}

func TestDirectoriesSince84(t *testing.T) {
	for version, isThere := range map[string]bool{"8.3.5": false, "8.4.1": true, "9.1.1": true} {
		t.Run(version, func(t *testing.T) {
			e := newEndpoint(t, func(config *Config) { config.Version = version })
			share := values("id", "share", "map", "node=pve1,path=/tank")
			guest := values("vmid", "100", "virtiofs0", "share")

			if isThere {
				e.must("POST", "/cluster/mapping/dir", share)
				e.must("POST", "/nodes/pve1/qemu", guest)

				return
			}

			if status, _ := e.refused("POST", "/cluster/mapping/dir", share); status != statusNotImplemented {
				t.Errorf("got %d", status)
			}

			if _, message := e.refused("POST", "/nodes/pve1/qemu", guest); !strings.Contains(message, "virtiofs0: property is not defined in schema") {
				t.Errorf("got %q", message)
			}
		})
	}
}

func TestSharesAtPowerOn(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/cluster/mapping/dir", values("id", "share", "map", "node=pve1,path=/tank"))
	e.addTalos("100", "virtiofs0", "dirid=share,cache=never")

	if got := e.rack.last().Shares; len(got) != 1 || got["share"] != "pve1:/tank" {
		t.Errorf("got %v", got)
	}
}
