package talos_test

import (
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

func TestDisksAreSelected(t *testing.T) {
	node := startNode(t, "127.25.5.1", nil)
	provider := newProvider(t, nil)

	for name, size := range map[string]uint64{"sda": 10 << 30, "sdb": 100 << 30} {
		disk := block.NewDisk(block.NamespaceName, name)
		disk.TypedSpec().DevPath = "/dev/" + name
		disk.TypedSpec().Size = size
		disk.TypedSpec().Symlinks = []string{"/dev/disk/by-id/" + name}
		node.put(t, disk)
	}

	for selector, want := range map[string][]string{
		"":                        {"/dev/sda", "/dev/sdb"},
		"disk.size > 50u * GiB":   {"/dev/sdb"},
		"disk.dev_path == '/dev'": nil,
	} {
		read, said := provider.Read("talos_machine_disks", content{
			"node": node.address, "client_configuration": someSecrets(t)["client_configuration"], "selector": selector, "timeouts": content{"read": "300ms"},
		})

		var paths []string
		for _, disk := range standin.List(read["disks"]) {
			paths = append(paths, standin.Text(standin.Object(disk)["dev_path"]))
		}

		if len(said) > 0 || len(paths) != len(want) || read["disks"].IsNull() != (want == nil) {
			t.Errorf("%q: got %q, %q", selector, paths, said)

			continue
		}

		for index := range want {
			if paths[index] != want[index] {
				t.Errorf("%q: got %q", selector, paths)
			}
		}
	}

	_, said := provider.Read("talos_machine_disks", content{
		"node": node.address, "client_configuration": someSecrets(t)["client_configuration"], "selector": "disk.nope",
	})
	if len(said) != 1 {
		t.Errorf("%q", said)
	}
}
