package talos_test

import (
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

const bootstrapType = "talos_machine_bootstrap"

func bootstrapped(t *testing.T, node string) content {
	t.Helper()

	return content{"node": node, "client_configuration": someSecrets(t)["client_configuration"], "timeouts": content{"create": "1200ms"}}
}

func TestBootstrap(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct {
		fails func(number int) error
		calls int
		want  []string
	}{
		"at once": {func(int) error { return nil }, 1, nil},
		"a node that leaves maintenance mode": {func(number int) error {
			if number == 1 {
				return status.Error(codes.PermissionDenied, "not authorized")
			}

			return nil
		}, 2, nil},
		"done before": {func(int) error { return status.Error(codes.AlreadyExists, "etcd data directory is not empty") }, 2,
			[]string{"Error bootstrapping node: rpc error: code = AlreadyExists desc = etcd data directory is not empty"}},
	} {
		node := startNode(t, "127.25.3.1", authority(t, someSecrets(t), "os"))
		node.fail = func(_ string, number int) error { return row.fails(number) }

		state, said := provider.Apply(bootstrapType, nil, bootstrapped(t, node.address))
		expectErrors(t, name, said, row.want)

		if calls := node.counts["/machine.MachineService/Bootstrap"]; calls != row.calls || (state == nil) != (row.want != nil) {
			t.Errorf("%s: %d calls", name, calls)
		}

		if state != nil && (standin.Text(state["id"]) != "machine_bootstrap" || standin.Text(state["endpoint"]) != node.address) {
			t.Errorf("%s: state %s", name, state)
		}

		node.stop()
	}
}

// TestBootstrapIsImportedByAnyID shows the way out when it has been done and is not in the state: nothing is called.
func TestBootstrapIsImportedByAnyID(t *testing.T) {
	provider := newProvider(t, nil)

	state, said := provider.Import(bootstrapType, "whatever")
	if len(said) > 0 {
		t.Fatal(said)
	}

	config := bootstrapped(t, "127.25.3.2")

	state, said = provider.Apply(bootstrapType, state, config)
	if len(said) > 0 || standin.Text(state["id"]) != "machine_bootstrap" || standin.Text(state["node"]) != "127.25.3.2" {
		t.Fatalf("state %s, %q", state, said)
	}

	for name, value := range provider.Plan(bootstrapType, state, config).Planned {
		if !value.Equal(state[name]) {
			t.Errorf("the second plan changes %s", name)
		}
	}

	if left, said := provider.Destroy(bootstrapType, state); left != nil || len(said) > 0 {
		t.Errorf("%q", said)
	}
}
