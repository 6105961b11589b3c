package flux_test

import (
	"maps"
	"slices"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const brokenCommit = "kustomize build failed: accumulating resources: 'apps/a.yaml' is no YAML"

// hurried is a bootstrap that does not wait for long.
var hurried = standintest.Content{"timeouts": standintest.Content{"create": "2s", "update": "2s"}}

// A commit that Flux cannot apply makes every plan an update, which writes nothing and fails as long as the commit is there.
func TestACommitThatFluxCannotApply(t *testing.T) {
	t.Parallel()

	l := newLab(t)
	p := l.provider(t, l.ssh())
	state := create(t, p, hurried)
	commits := l.messages(t)

	l.kubernetes.flux = func(kind string) map[string]any {
		if kind == "Kustomization" {
			return fluxStatus(0, "False", brokenCommit, l.kubernetes.head())
		}

		return fluxStatus(0, "True", "stored", l.kubernetes.head())
	}

	found, said := p.Refresh(bootstrapGit, state)
	want := "WARNING Flux resources GitRepository and Kustomization in flux-system namespace are not ready and Flux will be redeployed: " + brokenCommit

	if len(said) != 1 || said[0] != want {
		t.Errorf("said %q", said)
	}

	if files := repositoryFiles(found); files[folder+"gotk-sync.yaml"] != "" || files[folder+"gotk-components.yaml"] == "" {
		t.Errorf("files %q", slices.Sorted(maps.Keys(files)))
	}

	plan := p.Plan(bootstrapGit, found, config(hurried))
	if plan.Replaces != nil || maps.Equal(repositoryFiles(plan.Planned), repositoryFiles(found)) {
		t.Error("nothing is planned")
	}

	p.Apply(bootstrapGit, found, config(hurried))

	if !slices.Equal(l.messages(t), commits) {
		t.Errorf("commits %q", l.messages(t))
	}

	l.kubernetes.flux = nil

	again, said := p.Refresh(bootstrapGit, state)
	if said != nil || !maps.Equal(repositoryFiles(again), repositoryFiles(state)) {
		t.Errorf("when the commit is mended: said %q", said)
	}
}
