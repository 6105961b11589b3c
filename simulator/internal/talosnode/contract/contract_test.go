package contract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"

	"cdktf-proxmox-talos/simulator/internal/talosnode/contract"
)

const schemas = "../../../../schemas/talos-config"

func TestCheck(t *testing.T) {
	contracts, err := contract.Load(schemas)
	if err != nil {
		t.Fatal(err)
	}

	for _, test := range []struct {
		name, version, configuration, want string
	}{
		{"kind of 1.12 on 1.13", "v1.13.9", "apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n", ""},
		{"kind of 1.12 on 1.12", "v1.12.0-beta.1", "apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n", ""},
		{"kind of 1.12 on 1.11", "v1.11.3", "apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n", `"HostnameConfig" "v1alpha1": not registered`},
		{"kind of 1.13 on 1.12", "v1.12.1", "apiVersion: v1alpha1\nkind: EnvironmentConfig\n", "not registered"},
		{"kind whose name is wrong in the schema", "v1.13.9", "apiVersion: v1alpha1\nkind: KubeSpanEndpointsConfig\n", ""},
		{"kind that the schema lacks", "v1.13.9", "apiVersion: v1alpha1\nkind: ImageVerificationConfig\nrules: [{image: a, deny: true}]\n", ""},
		{"field that the schema lacks", "v1.9.0", "version: v1alpha1\nmachine: {acceptedCAs: [{crt: aGk=}]}\n", ""},
		{"unknown field", "v1.13.9", "version: v1alpha1\nmachine: {kubelet: {imagee: a}}\n", "unknown keys found during decoding: machine.kubelet.imagee"},
		{"wrong type", "v1.13.9", "version: v1alpha1\nmachine: {type: [1]}\n", ""},
		{"fault in the second document", "v1.13.9", "version: v1alpha1\n---\nkind: Nothing\napiVersion: v1alpha1\n", "Nothing"},
		{"no schema", "v2.0.0", "version: v1alpha1\n", `for Talos "v2.0.0"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := contracts.Check(test.version, []byte(test.configuration))
			if test.want == "" && err != nil {
				t.Fatalf("refused: %v", err)
			}

			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Machines of a cluster take their configurations at the same time.
func TestCheckAtOnce(t *testing.T) {
	contracts, err := contract.Load(schemas)
	if err != nil {
		t.Fatal(err)
	}

	const machines = 50

	start := make(chan struct{})
	faults := make(chan error)

	for range machines {
		go func() {
			<-start

			faults <- contracts.Check("v1.13.9", []byte("version: v1alpha1\n---\napiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n"))
		}()
	}

	close(start)

	for range machines {
		if err := <-faults; err != nil {
			t.Error(err)
		}
	}
}

// A configuration that Talos generates for a release is never refused on it.
func TestGenerated(t *testing.T) {
	contracts, err := contract.Load(schemas)
	if err != nil {
		t.Fatal(err)
	}

	bundle, err := secrets.NewBundle(secrets.NewFixedClock(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), config.TalosVersionCurrent)
	if err != nil {
		t.Fatal(err)
	}

	for _, minor := range []string{"v1.9", "v1.10", "v1.11", "v1.12", "v1.13"} {
		version, err := config.ParseContractFromVersion(minor)
		if err != nil {
			t.Fatal(err)
		}

		input, err := generate.NewInput("test", "https://127.23.0.1:6443", "1.31.0", generate.WithVersionContract(version),
			generate.WithSecretsBundle(bundle))
		if err != nil {
			t.Fatal(err)
		}

		for _, machineType := range []machine.Type{machine.TypeControlPlane, machine.TypeWorker} {
			generated, err := input.Config(machineType)
			if err != nil {
				t.Fatal(err)
			}

			text, err := generated.Bytes()
			if err != nil {
				t.Fatal(err)
			}

			if err := contracts.Check(minor+".0", text); err != nil {
				t.Errorf("%s %s: %v", minor, machineType, err)
			}
		}
	}
}

func TestLoadFails(t *testing.T) {
	if _, err := contract.Load(t.TempDir()); err == nil {
		t.Fatal("an empty directory was accepted")
	}
}
