import * as Turbo from "@hotwired/turbo"
import { Application } from "@hotwired/stimulus"
import "@github/relative-time-element"
import "@github/markdown-toolbar-element"
import "@github/text-expander-element"
import AnnotationsController from "hub/controllers/annotations"
import AutosubmitController from "hub/controllers/autosubmit"
import BellController from "hub/controllers/bell"
import ClashController from "hub/controllers/clash"
import ComposerController from "hub/controllers/composer"
import CopyController from "hub/controllers/copy"
import DraftController from "hub/controllers/draft"
import ExcerptController from "hub/controllers/excerpt"
import FeedController from "hub/controllers/feed"
import FingerprintController from "hub/controllers/fingerprint"
import FocusController from "hub/controllers/focus"
import FoldController from "hub/controllers/fold"
import IdentityController from "hub/controllers/identity"
import InboxController from "hub/controllers/inbox"
import LiveController from "hub/controllers/live"
import LockController from "hub/controllers/lock"
import MenuController from "hub/controllers/menu"
import OpenerController from "hub/controllers/opener"
import OwnReportsController from "hub/controllers/own_reports"
import PaletteController from "hub/controllers/palette"
import PersonalController from "hub/controllers/personal"
import PickerController from "hub/controllers/picker"
import PromoteController from "hub/controllers/promote"
import PushController from "hub/controllers/push"
import QueuesController from "hub/controllers/queues"
import RecoveryController from "hub/controllers/recovery"
import ReferencesController from "hub/controllers/references"
import ReportingController from "hub/controllers/reporting"
import ReportsController from "hub/controllers/reports"
import RivalController from "hub/controllers/rival"
import ScrollersController from "hub/controllers/scrollers"
import SealedEntryController from "hub/controllers/sealed_entry"
import SealedFormController from "hub/controllers/sealed_form"
import SealedLinkController from "hub/controllers/sealed_link"
import SealedReceiptController from "hub/controllers/sealed_receipt"
import SealedReportController from "hub/controllers/sealed_report"
import SealedSearchController from "hub/controllers/sealed_search"
import SealedTextController from "hub/controllers/sealed_text"
import ShortcutsController from "hub/controllers/shortcuts"
import SimilarController from "hub/controllers/similar"
import SinceController from "hub/controllers/since"
import StandingController from "hub/controllers/standing"
import TeamkeyController from "hub/controllers/teamkey"
import ThemeController from "hub/controllers/theme"
import ThreadController from "hub/controllers/thread"
import ToastsController from "hub/controllers/toasts"
import TriageController from "hub/controllers/triage"
import UsesController from "hub/controllers/uses"
import VaultController from "hub/controllers/vault"
import { confirm } from "hub/lib/confirm"
import { isComposing } from "hub/lib/text"

document.documentElement.toggleAttribute("data-scripted", true)
Turbo.config.forms.confirm = confirm
Turbo.config.drive.progressBarDelay = 250

const application = Application.start()
for (const [name, controller] of Object.entries({
  annotations: AnnotationsController,
  autosubmit: AutosubmitController,
  bell: BellController,
  clash: ClashController,
  composer: ComposerController,
  copy: CopyController,
  draft: DraftController,
  excerpt: ExcerptController,
  feed: FeedController,
  fingerprint: FingerprintController,
  focus: FocusController,
  fold: FoldController,
  identity: IdentityController,
  inbox: InboxController,
  live: LiveController,
  lock: LockController,
  menu: MenuController,
  opener: OpenerController,
  "own-reports": OwnReportsController,
  palette: PaletteController,
  personal: PersonalController,
  picker: PickerController,
  promote: PromoteController,
  push: PushController,
  queues: QueuesController,
  recovery: RecoveryController,
  references: ReferencesController,
  reporting: ReportingController,
  reports: ReportsController,
  rival: RivalController,
  scrollers: ScrollersController,
  "sealed-entry": SealedEntryController,
  "sealed-form": SealedFormController,
  "sealed-link": SealedLinkController,
  "sealed-receipt": SealedReceiptController,
  "sealed-report": SealedReportController,
  "sealed-search": SealedSearchController,
  "sealed-text": SealedTextController,
  shortcuts: ShortcutsController,
  similar: SimilarController,
  since: SinceController,
  standing: StandingController,
  teamkey: TeamkeyController,
  theme: ThemeController,
  thread: ThreadController,
  toasts: ToastsController,
  triage: TriageController,
  uses: UsesController,
  vault: VaultController,
})) application.register(name, controller)

// The Enter that chooses a word of an input method reaches no handler of ours and sends no form.
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.keyCode !== 229) return
  if (!isComposing(event)) return
  event.stopImmediatePropagation()
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault()
}, { capture: true })

// A page kept by Turbo must come back without what was open on top of it.
addEventListener("turbo:before-cache", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close()
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false
  for (const toast of document.querySelectorAll(".toast")) toast.remove()
})
