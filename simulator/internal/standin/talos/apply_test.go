package talos_test

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	sidero "github.com/siderolabs/crypto/x509"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const applyType = "talos_machine_configuration_apply"

// simple is a configuration that is quickly patched.
const simple = "version: v1alpha1\nmachine:\n    type: worker\n"

func applied(t *testing.T, node string, more content) content {
	t.Helper()

	config := content{
		"node": node, "client_configuration": someSecrets(t)["client_configuration"], "machine_configuration_input": simple,
		"timeouts": content{"create": "1200ms", "update": "1200ms", "delete": "5s"},
	}
	maps.Copy(config, more)

	return config
}

func TestApplyInMaintenanceModeNeedsNoCertificate(t *testing.T) {
	node := startNode(t, "127.25.2.1", nil)
	provider := newProvider(t, nil)
	config := applied(t, node.address, content{"config_patches": []string{hostname}})

	plan := provider.Plan(applyType, nil, config)
	text := standin.Text(plan.Planned["machine_configuration"])
	sum := sha256.Sum256([]byte(text))

	if !strings.Contains(text, "hostname: node-1") || standin.Text(plan.Planned["machine_configuration_hash"]) != hex.EncodeToString(sum[:]) ||
		standin.Text(plan.Planned["resolved_apply_mode"]) != "auto" || standin.Text(plan.Planned["endpoint"]) != node.address {
		t.Errorf("planned %s", plan.Planned)
	}

	node.expectAsked(t)

	state, said := provider.ApplyPlan(applyType, plan)
	if len(said) > 0 || standin.Text(state["id"]) != "machine_configuration_apply" {
		t.Errorf("id %s, %q", state["id"], said)
	}

	node.expectAsked(t, "Disks node=127.25.2.1", "ApplyConfiguration node=127.25.2.1")

	if sent := node.applied[0]; string(sent.GetData()) != text || sent.GetMode() != machineapi.ApplyConfigurationRequest_AUTO || sent.GetDryRun() {
		t.Errorf("sent %s", sent)
	}

	refreshed, _ := provider.Refresh(applyType, state)
	second := provider.Plan(applyType, refreshed, config)

	for name, value := range second.Planned {
		if !value.Equal(state[name]) {
			t.Errorf("the second plan changes %s", name)
		}
	}

	node.expectAsked(t)
}

func TestApplyOnAConfiguredNodeShowsTheCertificate(t *testing.T) {
	node := startNode(t, "127.25.2.2", authority(t, someSecrets(t), "os"))
	provider := newProvider(t, nil)

	state, said := provider.Apply(applyType, nil, applied(t, "127.25.2.99", content{"endpoint": node.address, "apply_mode": "no_reboot"}))
	if len(said) > 0 || standin.Text(state["resolved_apply_mode"]) != "no_reboot" {
		t.Errorf("%q, state %s", said, state)
	}

	// the probe ends at the TLS handshake
	node.expectAsked(t, "ApplyConfiguration node=127.25.2.99")

	if mode := node.applied[0].GetMode(); mode != machineapi.ApplyConfigurationRequest_NO_REBOOT {
		t.Errorf("mode %s", mode)
	}
}

func TestApplyRetriesAllButAWrongRequest(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct {
		fails func(number int) error
		calls int
		want  []string
	}{
		"a node that is not ready yet": {func(number int) error {
			if number == 1 {
				return status.Error(codes.Unavailable, "not yet")
			}

			return nil
		}, 2, nil},
		"a wrong configuration": {func(int) error { return status.Error(codes.InvalidArgument, "1 error occurred:\n\t* nope") }, 1,
			[]string{"Error applying configuration: rpc error: code = InvalidArgument desc = 1 error occurred:\n\t* nope"}},
		"a node that never is": {func(int) error { return status.Error(codes.Internal, "broken") }, 2,
			[]string{"Error applying configuration: rpc error: code = Internal desc = broken"}},
	} {
		node := startNode(t, "127.25.2.3", nil)
		node.fail = func(method string, number int) error {
			if method != "ApplyConfiguration" {
				return nil
			}

			return row.fails(number)
		}

		state, said := provider.Apply(applyType, nil, applied(t, node.address, nil))
		expectErrors(t, name, said, row.want)

		if calls := node.counts["/machine.MachineService/ApplyConfiguration"]; calls != row.calls || (state == nil) != (row.want != nil) {
			t.Errorf("%s: %d calls, state %s", name, calls, state)
		}

		node.stop()
	}
}

func TestApplyWhereNobodyListens(t *testing.T) {
	_, said := newProvider(t, nil).Apply(applyType, nil, applied(t, "127.25.2.4", content{"timeouts": content{"create": "300ms"}}))
	expectErrors(t, "nobody", said, []string{`Error applying configuration: rpc error: code = Unavailable desc = connection error: desc = ` +
		`"transport: Error while dialing: dial tcp 127.25.2.4:50000: connect: connection refused"`})
}

func TestNoNodeOutsideOfLoopbackIsReached(t *testing.T) {
	provider := newProvider(t, nil)

	for endpoint, node := range map[string]string{"": "10.0.0.1", "https://node.example.org:50000": "127.25.2.1", "192.0.2.1:50000": "127.25.2.1"} {
		config := applied(t, node, nil)
		if endpoint != "" {
			config["endpoint"] = endpoint
		}

		_, said := provider.Apply(applyType, nil, config)
		if len(said) != 1 || !strings.Contains(said[0], "is not an address of 127.0.0.0/8, and a stand-in reaches no other") {
			t.Errorf("%s %s: %q", endpoint, node, said)
		}
	}
}

// TestApplyToASilentNode reaches one that takes connections and never says a word.
func TestApplyToASilentNode(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp4", "127.25.2.12:50000")
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(func() { listener.Close() }) //nolint:errcheck // the test has ended

	_, said := newProvider(t, nil).Apply(applyType, nil, applied(t, "127.25.2.12", content{"timeouts": content{"create": "300ms"}}))
	expectErrors(t, "silence", said,
		[]string{"Error applying configuration: timeout while waiting for state to become 'success' (timeout: 300ms)"})
}

func TestApplyToANodeOfAnotherCluster(t *testing.T) {
	other, err := secrets.NewTalosCA(time.Now())
	if err != nil {
		t.Fatal(err)
	}

	node := startNode(t, "127.25.2.5", sidero.NewCertificateAndKeyFromCertificateAuthority(other))

	_, said := newProvider(t, nil).Apply(applyType, nil, applied(t, node.address, content{"timeouts": content{"create": "300ms"}}))
	if len(said) != 1 || !strings.Contains(said[0], "authentication handshake failed: tls: failed to verify certificate") {
		t.Errorf("got %q", said)
	}
}

func TestWriteOnlyConfigurationIsSentAndNotKept(t *testing.T) {
	node := startNode(t, "127.25.2.6", nil)
	provider := newProvider(t, nil)
	config := applied(t, node.address, content{
		"client_configuration": nil, "client_configuration_wo": someSecrets(t)["client_configuration"],
		"machine_configuration_input": nil, "machine_configuration_input_wo": simple, "config_patches": []string{hostname},
	})

	state, said := provider.Apply(applyType, nil, config)
	if len(said) > 0 {
		t.Fatal(said)
	}

	for _, name := range []string{"client_configuration", "client_configuration_wo", "machine_configuration", "machine_configuration_input_wo"} {
		if !state[name].IsNull() {
			t.Errorf("%s is in the state", name)
		}
	}

	if !strings.Contains(string(node.applied[0].GetData()), "hostname: node-1") {
		t.Error("something else was sent")
	}

	config["machine_configuration_input_wo"] = simple + "    token: changed\n"
	if plan := provider.Plan(applyType, state, config); plan.Planned["machine_configuration_hash"].Equal(state["machine_configuration_hash"]) {
		t.Error("a change is not planned")
	}
}

func TestWhatIsNotKnownIsNotRendered(t *testing.T) {
	node := startNode(t, "127.25.2.7", nil)
	provider := newProvider(t, nil)

	state, said := provider.Apply(applyType, nil, applied(t, node.address, nil))
	if len(said) > 0 {
		t.Fatal(said)
	}

	for name, row := range map[string]struct {
		config content
		kept   bool
	}{
		"configuration": {content{"machine_configuration_input": unknownText}, false},
		"patches":       {content{"config_patches": standintest.Unknown}, false},
		// what the provider then finds at apply is another one, and OpenTofu calls that an inconsistent plan
		"patch":                    {content{"config_patches": []any{hostname, unknownText}}, true},
		"write-only configuration": {content{"machine_configuration_input": nil, "machine_configuration_input_wo": unknownText}, true},
	} {
		for _, prior := range []standin.Values{nil, state} {
			plan := provider.Plan(applyType, prior, applied(t, node.address, row.config))
			for _, attribute := range []string{"machine_configuration", "machine_configuration_hash"} {
				kept := row.kept && prior != nil
				if planned := plan.Planned[attribute]; len(plan.Said) > 0 || planned.IsKnown() != kept || kept && !planned.Equal(prior[attribute]) {
					t.Errorf("%s: planned %s %s, %q", name, attribute, planned, plan.Said)
				}
			}
		}
	}
}

func TestPatchesAreReadWhenTheConfigurationIsKnown(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct{ patch, want string }{
		"one that does not load": {"nowhere.yaml", "Error loading config patches: open nowhere.yaml: no such file or directory"},
		"one that does not fit":  {`[{"op":"remove","path":"/nope"}]`, "Error applying config patches: "},
	} {
		config := applied(t, "127.25.2.1", content{"config_patches": []string{row.patch}, "machine_configuration_input": unknownText})
		if said := provider.Validate(applyType, config); len(said) > 0 {
			t.Errorf("%s: validated with %q", name, said)
		}

		if first := provider.Plan(applyType, nil, config); len(first.Said) > 0 {
			t.Errorf("%s: planned with %q", name, first.Said)
		}

		config["machine_configuration_input"] = simple
		if said := provider.Plan(applyType, nil, config).Said; len(said) != 1 || !strings.HasPrefix(said[0], "ERROR "+row.want) {
			t.Errorf("%s: %q", name, said)
		}
	}
}

func TestOnDestroyIsTakenInPartsAndUnknown(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct {
		given     content
		unknown   bool
		resulting [3]bool
	}{
		"nothing":  {content{}, false, [3]bool{false, true, false}},
		"a reset":  {content{"reset": true}, false, [3]bool{true, true, false}},
		"a reboot": {content{"reboot": true, "graceful": false}, false, [3]bool{false, false, true}},
		"unknown":  {content{"reset": tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue)}, true, [3]bool{false, true, false}},
	} {
		config := applied(t, "127.25.2.1", content{"on_destroy": row.given})
		plan := provider.Plan(applyType, nil, config)
		planned := func(part string) tftypes.Value { return standin.At(plan.Planned, "on_destroy", part) }
		resulting := [3]bool{standin.Bool(planned("reset")), standin.Bool(planned("graceful")), standin.Bool(planned("reboot"))}

		if said := append(provider.Validate(applyType, config), plan.Said...); len(said) > 0 || planned("reset").IsKnown() == row.unknown || resulting != row.resulting {
			t.Errorf("%s: planned %v, %q", name, resulting, said)
		}
	}
}

func TestStagedIfNeedingReboot(t *testing.T) {
	node := startNode(t, "127.25.2.8", nil)
	provider := newProvider(t, nil)
	config := applied(t, node.address, content{"apply_mode": "staged_if_needing_reboot"})

	state, said := provider.Apply(applyType, nil, config)
	if len(said) > 0 || standin.Text(state["resolved_apply_mode"]) != "auto" || !node.applied[0].GetDryRun() || node.applied[1].GetDryRun() {
		t.Fatalf("%q, mode %s", said, state["resolved_apply_mode"])
	}

	provider.Plan(applyType, state, config)

	if len(node.applied) != 2 {
		t.Error("the node was asked again without a change")
	}

	node.reboots = true
	config["config_patches"] = []string{hostname}

	state, said = provider.Apply(applyType, state, config)
	if !slices.Equal(said, []string{"WARNING Reboot prevented - using staged mode: Node 127.25.2.8: " +
		"Configuration requires reboot. Using 'staged' mode. Manually reboot with: talosctl reboot --nodes 127.25.2.8"}) ||
		standin.Text(state["resolved_apply_mode"]) != "staged" || node.applied[3].GetMode() != machineapi.ApplyConfigurationRequest_STAGED {
		t.Errorf("%q, mode %s", said, state["resolved_apply_mode"])
	}
}

func TestAnUnreachableNodeIsNotAskedForAReboot(t *testing.T) {
	plan := newProvider(t, nil).Plan(applyType, nil, applied(t, "127.25.2.9", content{"apply_mode": "staged_if_needing_reboot"}))
	if len(plan.Said) != 1 || !strings.Contains(plan.Said[0], "Using 'auto' mode (may reboot).") || standin.Text(plan.Planned["resolved_apply_mode"]) != "auto" {
		t.Errorf("%q", plan.Said)
	}
}

func TestDestroyWithAndWithoutReset(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct {
		onDestroy any
		want      []string
		graceful  bool
	}{
		"nothing": {nil, nil, false},
		"off":     {content{"graceful": false}, nil, false},
		"a reset": {content{"reset": true}, []string{"Version nodes=127.25.2.10", "Events node=127.25.2.10", "Reset node=127.25.2.10"}, true},
		"a reset and a reboot": {content{"reset": true, "graceful": false, "reboot": true}, []string{"Version nodes=127.25.2.10",
			"Events node=127.25.2.10", "Read node=127.25.2.10", "Reset node=127.25.2.10", "Read node=127.25.2.10"}, false},
	} {
		node := startNode(t, "127.25.2.10", authority(t, someSecrets(t), "os"))

		state, said := provider.Apply(applyType, nil, applied(t, node.address, content{"on_destroy": row.onDestroy}))
		if len(said) > 0 {
			t.Fatal(said)
		}

		node.asked()

		left, said := provider.Destroy(applyType, state)
		if len(said) > 0 || left != nil {
			t.Errorf("%s: %q", name, said)
		}

		// the events are watched while the reset is asked for
		if asked := node.asked(); !slices.Equal(slices.Sorted(slices.Values(asked)), slices.Sorted(slices.Values(row.want))) {
			t.Errorf("%s: asked %q, want %q", name, asked, row.want)
		}

		if len(row.want) > 0 && (node.resets[0].GetGraceful() != row.graceful || len(node.resets[0].GetSystemPartitionsToWipe()) != 2) {
			t.Errorf("%s: %s", name, node.resets[0])
		}

		node.stop()
	}
}

func TestDestroyOfANodeThatIsOff(t *testing.T) {
	provider := newProvider(t, nil)
	node := startNode(t, "127.25.2.11", nil)

	state, said := provider.Apply(applyType, nil, applied(t, node.address, content{"on_destroy": content{"reset": true}}))
	if len(said) > 0 {
		t.Fatal(said)
	}

	node.stop()

	left, said := provider.Destroy(applyType, state)
	if left == nil || len(said) != 1 || !strings.Contains(said[0], "Error resetting machine: rpc error: code = Unavailable") {
		t.Errorf("left %t, %q", left != nil, said)
	}
}
