package proxmox

import (
	"reflect"
	"strings"
	"testing"
)

func contains(text, part string) bool { return strings.Contains(text, part) }

func TestTools(t *testing.T) {
	root, caller := newCaller(t)

	for _, line := range []string{
		"pveum role add Talos --privs VM.Audit,VM.Allocate",
		"pveum role modify Talos --privs 'Sys.Audit Sys.Modify' --append 1",
		"pveum acl modify /vms --users tf@pve --tokens 'tf@pve!tok' --roles Talos",
		"pvesm set local --content=iso,import,vztmpl",
		"pvesm set nas -disable",
	} {
		if output, err := root.server.Run("pve1", line); err != nil {
			t.Fatalf("%s: %q %v", line, output, err)
		}
	}

	if got := caller.permissionsOf("/vms/100"); !reflect.DeepEqual(got, map[string]any{"Sys.Audit": 1.0, "Sys.Modify": 1.0, "VM.Audit": 1.0, "VM.Allocate": 1.0}) {
		t.Fatalf("permissions %v", got)
	}

	if local := root.server.definition("local"); pick(local, "content") != "iso,import,vztmpl" || pick(root.server.definition("nas"), "disable") != "1" {
		t.Fatalf("storage %v", local)
	}

	if _, err := root.server.Run("pve1", "pveum acl delete /vms --tokens 'tf@pve!tok' --roles Talos"); err != nil || len(caller.permissionsOf("/vms/100")) != 0 {
		t.Fatalf("permissions %v: %v", caller.permissionsOf("/vms/100"), err)
	}

	if output, err := root.server.Run("pve1", "pveum user token add tf@pve other --privsep 0"); err != nil || !contains(output, `"full-tokenid":"tf@pve!other"`) {
		t.Fatalf("output %q: %v", output, err)
	}
}

func TestToolsRefuse(t *testing.T) {
	for _, row := range []struct{ line, message string }{
		{"pveum acl modify / --tokens tf@pve!tok --roles A", "!: event not found"},
		{`pveum acl modify / --tokens "tf@pve!tok" --roles A`, "!: event not found"},
		{"pveum acl modify / --tokens 'tf@pve!none' --roles A", "token 'tf@pve!none' does not exist"},
		{"pveum acl modify / --tokens 'tf@pve!tok' --roles Z", "role 'Z' does not exist"},
		{"pveum acl modify /nowhere --tokens 'tf@pve!tok' --roles A", "invalid ACL path"},
		{"pveum acl modify --tokens 'tf@pve!tok' --roles A", "not enough arguments"},
		{"pveum role add A --privs VM.Audit", "role 'A' already exists"},
		{"pveum role add PVETalos --privs VM.Audit", "cannot use role ID starting with"},
		{"pveum role add Talos --privs VM.Fly", "invalid privilege 'VM.Fly'"},
		{"pveum role add Talos --privs", "Option privs requires an argument"},
		{"pveum role add Talos --fish 1", "property is not defined in schema"},
		{"pveum role modify Talos --privs VM.Audit", "role 'Talos' does not exist"},
		{"pveum role add Talos extra", "too many arguments: extra"},
		{"pvesm set nothing --content iso", "storage 'nothing' does not exist"},
		{"pvesm set local --content iso; reboot", "more than one simple command"},
		{"pvesm set local --content 'iso", "a quote is not closed"},
		{"pvesm remove local", "command not found"},
	} {
		root, _ := newCaller(t)

		if _, err := root.server.Run("pve1", row.line); err == nil || !contains(err.Error(), row.message) {
			t.Errorf("%s: got %v, want %q", row.line, err, row.message)
		}
	}

	root, _ := newCaller(t)
	if _, err := root.server.Run("pve9", "pvesm set local --disable 0"); err == nil || !contains(err.Error(), `no host is called "pve9"`) {
		t.Errorf("got %v", err)
	}
}
