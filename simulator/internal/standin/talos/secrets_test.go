package talos_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sidero "github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"go.yaml.in/yaml/v4"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
	"cdktf-proxmox-talos/simulator/internal/standin/talos"
)

type content = standintest.Content

func newProvider(t *testing.T, config content) *standintest.Provider {
	t.Helper()

	return standintest.New(t, standintest.Schema(t, "talos"), talos.Behaviour(), config)
}

// anyBundle is made once, as that takes a second.
var anyBundle = sync.OnceValues(func() (*secrets.Bundle, error) {
	return secrets.NewBundle(secrets.NewClock(), config.TalosVersionCurrent)
})

func secretsFile(t *testing.T) (*secrets.Bundle, string) {
	t.Helper()

	bundle, err := anyBundle()
	if err != nil {
		t.Fatal(err)
	}

	text, err := yaml.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}

	file := filepath.Join(t.TempDir(), "secrets.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}

	return bundle, file
}

// someSecrets are for tests that do not look at how secrets are made.
func someSecrets(t *testing.T) standin.Values {
	t.Helper()

	_, file := secretsFile(t)

	state, said := newProvider(t, nil).Import("talos_machine_secrets", file)
	if len(said) > 0 {
		t.Fatal(said)
	}

	return state
}

func TestSecretsAreCompleteAndNewEachTime(t *testing.T) {
	provider := newProvider(t, nil)

	state, said := provider.Apply("talos_machine_secrets", nil, nil)
	if len(said) > 0 {
		t.Fatal(said)
	}

	opened, said := provider.Open("talos_machine_secrets", nil)
	if len(said) > 0 || standin.Text(opened["talos_version"]) != "v1.14" || opened["machine_secrets"].Equal(state["machine_secrets"]) {
		t.Errorf("ephemeral secrets of contract %s, %q", opened["talos_version"], said)
	}

	if got := standin.Text(state["talos_version"]); got != "v1.14" {
		t.Errorf("the contract is %q", got)
	}

	for _, name := range []string{"etcd", "k8s", "k8s_aggregator", "os"} {
		if _, err := sidero.NewCertificateAuthorityFromCertificateAndKey(authority(t, state, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}

	if !standin.At(state, "machine_secrets", "secrets", "aescbc_encryption_secret").IsNull() {
		t.Error("a new cluster has a secret of Talos 1.2")
	}
}

func TestSecretsSurviveAHigherContractOnly(t *testing.T) {
	provider := newProvider(t, nil)
	state := someSecrets(t)
	standin.Set(state, "talos_version", "v1.12")

	for version, want := range map[string]struct {
		changes bool
		because []string
	}{
		"v1.12":   {false, nil},
		"1.12.4":  {true, nil},
		"v1.13":   {true, nil},
		"v1.11":   {true, []string{"talos_version"}},
		"v1.11.9": {true, []string{"talos_version"}},
	} {
		plan := provider.Plan("talos_machine_secrets", state, content{"talos_version": version})

		changes := false
		for name, value := range plan.Planned {
			changes = changes || !value.Equal(state[name])
		}

		if changes != want.changes || !slices.Equal(plan.Replaces, want.because) {
			t.Errorf("%s: changes %t, replaced because of %q", version, changes, plan.Replaces)
		}
	}

	raised, said := provider.Apply("talos_machine_secrets", state, content{"talos_version": "v1.13"})
	if len(said) > 0 || !raised["machine_secrets"].Equal(state["machine_secrets"]) || !raised["client_configuration"].Equal(state["client_configuration"]) {
		t.Errorf("raising the contract changed secrets, %q", said)
	}

	// not given is the newest contract, and the one of the state from then on
	unset := provider.Plan("talos_machine_secrets", nil, nil).Planned
	if plan := provider.Plan("talos_machine_secrets", unset, content{"talos_version": "v1.12"}); len(plan.Replaces) != 1 {
		t.Error("a lower contract after none keeps the secrets")
	}
}

func TestClientCertificateIsRenewed(t *testing.T) {
	provider := newProvider(t, nil)
	state := someSecrets(t)
	bundle := &secrets.Bundle{Clock: secrets.NewClock(), Certs: &secrets.Certs{OS: authority(t, state, "os")}}

	short, err := bundle.GenerateTalosAPIClientCertificateWithTTL(role.MakeSet(role.Admin), 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}

	standin.Set(state, "client_configuration", content{
		"ca_certificate": base64Of(bundle.Certs.OS.Crt), "client_certificate": base64Of(short.Crt), "client_key": base64Of(short.Key)})

	plan := provider.Plan("talos_machine_secrets", state, nil)
	if plan.Planned["client_configuration"].IsFullyKnown() || !plan.Planned["machine_secrets"].Equal(state["machine_secrets"]) {
		t.Fatalf("planned as %s", plan.Planned["client_configuration"])
	}

	renewed, said := provider.ApplyPlan("talos_machine_secrets", plan)
	if len(said) > 0 || renewed["client_configuration"].Equal(state["client_configuration"]) || !renewed["machine_secrets"].Equal(state["machine_secrets"]) {
		t.Errorf("not renewed, or more than that; %q", said)
	}

	if again := provider.Plan("talos_machine_secrets", renewed, nil); !again.Planned["client_configuration"].Equal(renewed["client_configuration"]) {
		t.Error("renewed again")
	}
}

func TestSecretsAreImportedFromAFile(t *testing.T) {
	provider := newProvider(t, nil)

	bundle, file := secretsFile(t)

	imported, said := provider.Import("talos_machine_secrets", file)
	if len(said) > 0 || standin.Text(standin.At(imported, "machine_secrets", "cluster", "id")) != bundle.Cluster.ID {
		t.Fatalf("imported %s, %q", imported["machine_secrets"], said)
	}

	kept, said := provider.Apply("talos_machine_secrets", imported, content{"talos_version": "v1.13"})
	if len(said) > 0 || !kept["machine_secrets"].Equal(imported["machine_secrets"]) {
		t.Errorf("the first apply changed imported secrets, %q", said)
	}

	if err := os.WriteFile(file, []byte("cluster: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	for id, want := range map[string]string{
		file:             "is no complete secrets.yaml",
		file + ".absent": "no such file or directory",
	} {
		if _, said := provider.Import("talos_machine_secrets", id); len(said) != 1 || !strings.Contains(said[0], want) {
			t.Errorf("%s: %q", id, said)
		}
	}
}
