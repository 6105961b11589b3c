package flux_test

import (
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

// noTimeLeft is what the second wait ends with when the first one has used up the time.
const noTimeLeft = "client rate limiter Wait returned an error: context deadline exceeded"

const brokenCommit = "kustomize build failed: accumulating resources: 'apps/a.yaml' is no YAML"

// hurried is a bootstrap that does not wait for long.
var hurried = standintest.Content{"timeouts": standintest.Content{"create": "2s", "update": "2s"}}

// at is the status that both objects of Flux have.
func at(generation int, ready, message, commit string) func(string) map[string]any {
	return func(string) map[string]any { return fluxStatus(generation, ready, message, commit) }
}

func TestABootstrapWaitsForFlux(t *testing.T) {
	t.Parallel()

	const failed = "bootstrap failed with 2 health check failure(s): [error while waiting for GitRepository to be ready: '%s', error while waiting for Kustomization to be ready: '%s']"

	for name, row := range map[string]struct {
		says            func(kind string) map[string]any
		source, applied string
	}{
		"no controller runs":      {func(string) map[string]any { return nil }, "context deadline exceeded", noTimeLeft},
		"an older commit":         {at(0, "True", "stored", "older"), "context deadline exceeded", noTimeLeft},
		"an older specification":  {at(-1, "False", "no artifact", "x"), "gitrepository 'flux-system/flux-system' not ready: 'no artifact'", noTimeLeft},
		"what cannot be applied":  {at(0, "False", brokenCommit, "x"), brokenCommit, brokenCommit},
		"nothing is known so far": {at(0, "Unknown", "building", "x"), "gitrepository 'flux-system/flux-system' not ready: 'building'", noTimeLeft},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			l := newLab(t)
			l.kubernetes.flux = row.says

			state, said := l.provider(t, l.ssh()).Apply(bootstrapGit, nil, config(hurried))
			want := strings.Replace(strings.Replace(failed, "%s", row.source, 1), "%s", row.applied, 1)

			if state != nil || len(said) != 1 || said[0] != "ERROR Bootstrap run error: "+want {
				t.Errorf("state %v, said\n%q\nwant\n%q", state != nil, said, want)
			}
		})
	}
}

func TestABootstrapEndsWhenFluxHasComeToTheCommit(t *testing.T) {
	t.Parallel()

	l := newLab(t)

	var asked atomic.Int32

	l.kubernetes.flux = func(string) map[string]any {
		if asked.Add(1) < 4 {
			return fluxStatus(0, "True", "stored", "older")
		}

		return fluxStatus(0, "True", "stored", l.kubernetes.head())
	}

	create(t, l.provider(t, l.ssh()), nil)

	if asked.Load() < 4 {
		t.Errorf("asked %d times", asked.Load())
	}
}

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

	_, said = p.Apply(bootstrapGit, found, config(hurried))
	if want := "ERROR Bootstrap run error: bootstrap failed with 1 health check failure(s): error while waiting for Kustomization to be ready: '" + brokenCommit + "'"; len(said) != 1 || said[0] != want {
		t.Errorf("said %q", said)
	}

	if !slices.Equal(l.messages(t), commits) {
		t.Errorf("commits %q", l.messages(t))
	}

	l.kubernetes.flux = nil

	again, said := p.Refresh(bootstrapGit, state)
	if said != nil || !maps.Equal(repositoryFiles(again), repositoryFiles(state)) {
		t.Errorf("when the commit is mended: said %q", said)
	}
}
